using ECommerce.DataPlatform;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.DataPlatform.Tests;

public class PaymentReaderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeOutbox _outbox;
    private readonly FakePublisher _platform = new();

    public PaymentReaderTests() => _outbox = new(_time);

    [Fact]
    public async Task Events_leave_in_order_batch_by_batch()
    {
        for (var i = 0; i < StreamBounds.Batch + 10; i++)
        {
            _outbox.Pay($"user{i % 3}");
        }

        var reader = Some.Reader(_outbox, _platform, _time);
        Assert.Equal([Turn.Progress, Turn.Progress, Turn.Idle], [await reader.Take(default), await reader.Take(default), await reader.Take(default)]);
        Assert.Equal(Enumerable.Range(0, StreamBounds.Batch + 10).Select(i => $"user{i % 3}/ord_{i + 1}"), _platform.Published);
        Assert.Equal(0, _outbox.Count);
    }

    [Fact]
    public async Task What_was_published_but_not_acknowledged_is_published_again_after_a_restart()
    {
        _outbox.Pay();
        _outbox.LosesNextAcknowledgement = true;
        await Assert.ThrowsAsync<LedgerUncertainException>(() => Some.Reader(_outbox, _platform, _time, "before").Take(default));
        _outbox.Pay();

        var after = Some.Reader(_outbox, _platform, _time, "after");
        Assert.Equal(Turn.Standby, await after.Take(default));
        _time.Advance(LedgerBounds.Lease);
        Assert.Equal(Turn.Progress, await after.Take(default));
        Assert.Equal(["mina/ord_1", "mina/ord_1", "mina/ord_2"], _platform.Published);
        Assert.Equal(0, _outbox.Count);
    }

    [Fact]
    public async Task A_poison_row_is_parked_and_does_not_block_the_rest()
    {
        for (var i = 0; i < 3; i++)
        {
            _outbox.Pay();
        }

        _platform.Poison = 2;
        var reader = Some.Reader(_outbox, _platform, _time);
        await reader.Take(default);
        await reader.Take(default);
        Assert.Equal(["mina/ord_1", "mina/ord_3"], _platform.Published);
        Assert.Equal("too large", _outbox.Parked[2]);
    }

    [Fact]
    public async Task Two_readers_never_publish_at_the_same_time()
    {
        _outbox.Pay();
        var gate = new TaskCompletionSource();
        _platform.Work = gate.Task.WaitAsync;
        var first = Some.Reader(_outbox, _platform, _time, "first");
        var second = Some.Reader(_outbox, _platform, _time, "second");
        var publishing = first.Take(default);
        Assert.Equal(Turn.Standby, await second.Take(default));

        // The first one hangs: it has given up before the second one may begin.
        _time.Advance(StreamBounds.Deadline);
        await Assert.ThrowsAsync<TimeoutException>(() => publishing);
        _time.Advance(LedgerBounds.Lease - StreamBounds.Deadline);
        _platform.Work = _ => Task.CompletedTask;
        Assert.Equal(Turn.Progress, await second.Take(default));
        Assert.Equal(1, _platform.MostAtOnce);
        Assert.Equal(Turn.Standby, await first.Take(default));
    }

    [Fact]
    public async Task A_lease_that_is_given_back_is_free_at_once()
    {
        var first = Some.Reader(_outbox, _platform, _time, "first");
        await first.Take(default);
        await first.Release();
        Assert.Equal(Turn.Idle, await Some.Reader(_outbox, _platform, _time, "second").Take(default));
    }

    [Fact]
    public async Task An_idle_reader_keeps_its_lease_by_renewing_it()
    {
        var first = Some.Reader(_outbox, _platform, _time, "first");
        var second = Some.Reader(_outbox, _platform, _time, "second");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(Turn.Idle, await first.Take(default));
            Assert.Equal(Turn.Standby, await second.Take(default));
            _time.Advance(StreamBounds.Renewal);
        }
    }

    [Fact]
    public async Task An_unwritable_file_only_makes_the_backlog_grow_and_it_drains_in_order_later()
    {
        var path = Some.FreshPath();
        Directory.CreateDirectory(path);
        var reader = Some.Reader(_outbox, new FilePublisher(path, TimeProvider.System), _time);
        for (var i = 0; i < 3; i++)
        {
            _outbox.Pay();
            await Assert.ThrowsAnyAsync<Exception>(() => reader.Take(default));
        }

        Assert.Equal(3, _outbox.Count);
        Directory.Delete(path);
        await reader.Take(default);
        Assert.Equal(["ord_1", "ord_2", "ord_3"], File.ReadAllLines(path).Select(line => line.Split("\"subject\":\"")[1].Split('"')[0]));
        Assert.Equal(0, _outbox.Count);
    }
}
