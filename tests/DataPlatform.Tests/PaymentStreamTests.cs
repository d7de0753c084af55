using ECommerce.DataPlatform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ECommerce.DataPlatform.Tests;

public class PaymentStreamTests
{
    private readonly StepTime _time = new();
    private readonly FakeOutbox _outbox;
    private readonly FakePublisher _platform = new();
    private readonly FakeLogger<PaymentStream> _log = new();

    public PaymentStreamTests() => _outbox = new(_time);

    [Fact]
    public async Task A_payment_of_this_process_wakes_an_idle_stream()
    {
        using var stream = await Start();
        await PacePasses();
        Assert.Equal(PaymentStream.Idle, await _time.NextPause());
        _time.Advance(PaymentStream.Pace);
        _outbox.Pay();
        await _time.NextPause();
        Assert.Equal(["mina/ord_1"], _platform.Published);
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_payment_that_is_committed_during_a_turn_is_published_in_the_next_one()
    {
        _outbox.Reading = () =>
        {
            _outbox.Reading = () => { };
            _outbox.Pay();
        };
        using var stream = await Start();
        await PacePasses();
        Assert.Equal(PaymentStream.Idle, await _time.NextPause());
        Assert.Equal(PaymentStream.Pace, await _time.NextPause());
        Assert.Equal(["mina/ord_1"], _platform.Published);
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_stream_that_has_published_all_is_idle_again()
    {
        using var stream = await Start();
        await PacePasses();
        await _time.NextPause();
        _outbox.Pay();
        await PacePasses();
        await PacePasses();
        Assert.Equal(PaymentStream.Idle, await _time.NextPause());

        // A stream that does not wait reads the outbox about now.
        for (var i = 0; i < 1_000; i++)
        {
            await Task.Yield();
        }

        Assert.Equal(3, _outbox.Reads);
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task Payments_that_come_one_by_one_are_published_together_at_a_steady_pace()
    {
        using var stream = await Start();
        await PacePasses();
        await _time.NextPause();
        for (var i = 0; i < 3; i++)
        {
            _outbox.Pay();
            Assert.Equal(PaymentStream.Pace, await _time.NextPause());
            _outbox.Pay();
            _time.Advance(PaymentStream.Pace);
        }

        await _time.NextPause();
        Assert.Equal((6, 4), (_platform.Published.Count, _platform.Calls));
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_backlog_is_published_without_pauses()
    {
        for (var i = 0; i < PaymentForwarder.Batch * 4; i++)
        {
            _outbox.Pay(partition: i % 16, announced: false);
        }

        using var stream = await Start();
        Assert.Equal(PaymentStream.Pace, await _time.NextPause());
        Assert.Equal((0, 4), (_outbox.Count, _platform.Calls));
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_payment_of_another_process_is_published_within_100_milliseconds()
    {
        await _outbox.Lease("another", []);
        using var stream = await Start();
        var pause = await _time.NextPause();
        _outbox.Pay(announced: false);
        _time.Advance(pause);
        var wait = await _time.NextPause();
        _time.Advance(wait);
        await _time.NextPause();
        Assert.Equal(["mina/ord_1"], _platform.Published);
        Assert.True(pause + wait < TimeSpan.FromMilliseconds(100));
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task An_idle_stream_that_is_alone_reads_the_outbox_about_once_a_second()
    {
        using var stream = await Start();
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(await _time.NextPause());
        }

        await _time.NextPause();
        Assert.Equal((11, 0), (_outbox.Reads, _platform.Calls));
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task New_payments_do_not_shorten_the_pause_after_a_failure()
    {
        _platform.IsDown = true;
        _outbox.Pay();
        using var stream = await Start();
        var pause = await _time.NextPause();
        _outbox.Pay();
        _time.Advance(pause);
        await _time.NextPause();
        Assert.Equal(2, _outbox.Reads);
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task After_an_outage_the_backlog_drains_in_order_and_the_outage_is_logged_once()
    {
        _platform.IsDown = true;
        _outbox.Pay();
        using var stream = await Start();
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 12; i++)
        {
            pauses.Add(await _time.NextPause());
            _outbox.Pay();
            _time.Advance(pauses[^1]);
        }

        await _time.NextPause();
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal((PaymentStream.FirstBackoff, PaymentStream.LongestBackoff), (pauses[0], pauses[^1]));
        _platform.IsDown = false;
        _time.Advance(PaymentStream.LongestBackoff);
        await _time.NextPause();
        Assert.Equal(Enumerable.Range(1, 13).Select(i => $"mina/ord_{i}"), _platform.Published);
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.Levels);
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task After_a_success_the_pauses_after_failures_begin_short_again()
    {
        using var stream = await Start();
        await PacePasses();
        await _time.NextPause();
        for (var outage = 0; outage < 2; outage++)
        {
            _platform.IsDown = true;
            _outbox.Pay();
            Assert.Equal(PaymentStream.FirstBackoff, await _time.NextPause());
            _platform.IsDown = false;
            _time.Advance(PaymentStream.FirstBackoff);
            await PacePasses();
            await PacePasses();
            Assert.Equal(PaymentStream.Idle, await _time.NextPause());
        }

        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_process_that_can_publish_nothing_leaves_its_partitions_to_others_for_a_while()
    {
        using var stream = await StartAmongOthers(out var others);
        _platform.IsDown = true;
        _outbox.Pay();
        Assert.InRange(await NextRest(others), PaymentStream.Rest, PaymentStream.Rest * 2);
        Assert.Empty(_outbox.Of("a"));

        _platform.IsDown = false;
        others();
        _time.Advance(PaymentStream.Rest * 2);
        await _time.NextPause();
        Assert.NotEmpty(_outbox.Of("a"));
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_process_that_fails_now_and_then_keeps_its_partitions()
    {
        using var stream = await StartAmongOthers(out var others);
        await PacePasses();
        await _time.NextPause();
        for (var failure = 0; failure < 2; failure++)
        {
            _platform.IsDown = true;
            _outbox.Pay();
            Assert.Equal(PaymentStream.FirstBackoff, await _time.NextPause());
            _platform.IsDown = false;
            _time.Advance(PaymentStream.FirstBackoff);
            await PacePasses();
            for (var i = 0; i < 3; i++)
            {
                await PacePasses();
                Assert.Equal(PaymentStream.IdleAmongOthers, await _time.NextPause());
                others();
                _time.Advance(PaymentStream.Patience / 2);
            }

            await PacePasses();
            await _time.NextPause();
        }

        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_process_that_can_publish_some_rows_keeps_its_partitions()
    {
        using var stream = await StartAmongOthers(out var others);
        _platform.DownFor = "jun";
        await NeverRests(() =>
        {
            others();
            _outbox.Pay("mina");
            _outbox.Pay("jun");
        });
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_process_keeps_its_partitions_while_the_ledger_is_away()
    {
        using var stream = await StartAmongOthers(out _);
        await _time.NextPause();
        _outbox.IsDown = true;
        _time.Advance(PaymentStream.Pace + PaymentStream.IdleAmongOthers);
        await NeverRests(() => { });
        Assert.DoesNotContain(_log.Messages, message => message.Contains("leave its partitions"));
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_process_that_is_alone_keeps_its_partitions()
    {
        _platform.IsDown = true;
        _outbox.Pay();
        using var stream = await Start();
        await NeverRests(() => _outbox.Pay());
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task The_stream_continues_when_a_ledger_that_was_away_is_back()
    {
        _outbox.Pay();
        _outbox.IsDown = true;
        using var stream = await Start();
        var pause = await _time.NextPause();
        _outbox.IsDown = false;
        _time.Advance(pause);
        await _time.NextPause();
        Assert.Single(_platform.Published);
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task A_stream_that_stops_gives_its_leases_back_and_the_next_one_continues_at_once()
    {
        using var before = await Start("before");
        await _time.NextPause();
        await before.StopAsync(default);
        _outbox.Pay();
        using var after = await Start("after");
        await _time.NextPause();
        Assert.Single(_platform.Published);
        await after.StopAsync(default);
    }

    [Fact]
    public async Task A_stream_that_never_had_leases_stops_without_asking_the_ledger()
    {
        _outbox.IsDown = true;
        using var stream = await Start();
        await _time.NextPause();
        await stream.StopAsync(default);
        Assert.Equal([LogLevel.Warning], _log.Levels);
    }

    [Fact]
    public async Task The_registration_publishes_to_the_configured_file()
    {
        var path = Some.FreshPath();
        _outbox.Pay();
        var services = new ServiceCollection().AddLogging().AddSingleton<IOutbox>(_outbox).AddSingleton<TimeProvider>(_time);
        services.AddPaymentStream(new ConfigurationBuilder().AddInMemoryCollection([new("DataPlatform:File", path)]).Build());
        await using var provider = services.BuildServiceProvider();
        var stream = Assert.Single(provider.GetServices<IHostedService>().OfType<PaymentStream>());
        await stream.StartAsync(default);
        await _time.NextPause();
        await stream.StopAsync(default);
        Assert.Single(await File.ReadAllLinesAsync(path));
    }

    // Waits for the pause after a turn, and ends it.
    private async Task PacePasses()
    {
        Assert.Equal(PaymentStream.Pace, await _time.NextPause());
        _time.Advance(PaymentStream.Pace);
    }

    // A stream that owns the lower half of the partitions. The returned action renews the leases of another process on the upper half.
    private Task<PaymentStream> StartAmongOthers(out Action others)
    {
        others = () => _outbox.Lease("another", [8, 9, 10, 11, 12, 13, 14, 15]);
        others();
        return Start();
    }

    // The next pause that is as long as a rest; zero: none came for many turns.
    private async Task<TimeSpan> NextRest(Action meanwhile)
    {
        for (var i = 0; i < 40; i++)
        {
            var pause = await _time.NextPause();
            if (pause >= PaymentStream.Rest)
            {
                return pause;
            }

            meanwhile();
            _time.Advance(pause);
        }

        return TimeSpan.Zero;
    }

    private async Task NeverRests(Action meanwhile) => Assert.Equal(TimeSpan.Zero, await NextRest(meanwhile));

    private async Task<PaymentStream> Start(string owner = "a")
    {
        var stream = new PaymentStream(Some.Forwarder(_outbox, _platform, _time, owner), _outbox, _time, Some.Metrics(), _log);
        await stream.StartAsync(default);
        return stream;
    }
}
