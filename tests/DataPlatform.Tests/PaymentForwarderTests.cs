using ECommerce.DataPlatform;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.DataPlatform.Tests;

public class PaymentForwarderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeOutbox _outbox;
    private readonly FakePublisher _platform = new();

    public PaymentForwarderTests() => _outbox = new(_time);

    [Fact]
    public async Task Events_are_published_in_order_batch_by_batch_and_a_busy_partition_delays_no_other()
    {
        for (var i = 0; i < PaymentForwarder.PartitionBatch + 10; i++)
        {
            _outbox.Pay($"user{i % 3}");
        }

        _outbox.Pay("jun", "last", partition: 7);
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        Assert.Equal(Turn.Busy, await forwarder.TakeTurn(default));
        Assert.Equal("jun/last", _platform.Published[^1]);
        Assert.Equal([Turn.Progress, Turn.Idle], [await forwarder.TakeTurn(default), await forwarder.TakeTurn(default)]);
        Assert.Equal(
            Enumerable.Range(0, PaymentForwarder.PartitionBatch + 10).Select(i => $"user{i % 3}/ord_{i + 1}"),
            _platform.Published.Where(published => published != "jun/last"));
        Assert.Equal(0, _outbox.Count);
    }

    [Fact]
    public async Task No_more_than_a_batch_is_ever_in_flight()
    {
        for (var i = 0; i < PaymentForwarder.Batch * 3; i++)
        {
            _outbox.Pay($"user{i % 32}", partition: i % 16);
        }

        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        while (await forwarder.TakeTurn(default) != Turn.Idle)
        {
        }

        Assert.Equal((PaymentForwarder.Batch, 3, 1), (_platform.MostRows, _platform.Calls, _platform.MostAtOnce));
    }

    [Fact]
    public async Task A_batch_that_failed_is_published_again_before_later_events()
    {
        _outbox.Pay();
        _outbox.Pay();
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        _platform.Work = _ => throw new IOException("half of it arrived");
        await Assert.ThrowsAsync<IOException>(() => forwarder.TakeTurn(default));
        _outbox.Pay();
        _platform.Work = _ => Task.CompletedTask;
        await forwarder.TakeTurn(default);
        Assert.Equal(["mina/ord_1", "mina/ord_2", "mina/ord_3"], _platform.Published);
    }

    [Fact]
    public async Task A_row_that_is_committed_after_rows_with_higher_numbers_were_published_is_published_too()
    {
        _outbox.Skip(1);
        _outbox.Pay("jun");
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        await forwarder.TakeTurn(default);
        _outbox.PayLate(1, "mina");
        _outbox.Pay("mina");
        await forwarder.TakeTurn(default);
        Assert.Equal(["jun/ord_2", "mina/ord_1", "mina/ord_3"], _platform.Published);
    }

    [Fact]
    public async Task Rows_that_were_published_but_not_acknowledged_are_published_again_after_a_restart()
    {
        _outbox.Pay();
        _outbox.LosesNextAcknowledgement = true;
        await Assert.ThrowsAsync<LedgerUncertainException>(() => Some.Forwarder(_outbox, _platform, _time, "before").TakeTurn(default));
        _outbox.Pay();

        var after = Some.Forwarder(_outbox, _platform, _time, "after");
        Assert.Equal(Turn.Standby, await after.TakeTurn(default));
        _time.Advance(LedgerBounds.Lease);
        Assert.Equal(Turn.Progress, await after.TakeTurn(default));
        Assert.Equal(["mina/ord_1", "mina/ord_1", "mina/ord_2"], _platform.Published);
        Assert.Equal(0, _outbox.Count);
    }

    [Fact]
    public async Task An_acknowledgement_that_failed_is_repeated_without_publishing_again()
    {
        _outbox.Pay();
        _outbox.LosesNextAcknowledgement = true;
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        await Assert.ThrowsAsync<LedgerUncertainException>(() => forwarder.TakeTurn(default));
        Assert.Equal(Turn.Idle, await forwarder.TakeTurn(default));
        Assert.Equal(["mina/ord_1"], _platform.Published);
        Assert.Equal(0, _outbox.Count);
    }

    [Fact]
    public async Task Poison_rows_are_parked_with_their_reasons_and_later_rows_of_the_same_user_are_published()
    {
        for (var i = 0; i < 5; i++)
        {
            _outbox.Pay();
        }

        _platform.Poison[2] = "too large";
        _platform.Poison[4] = "no JSON";
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        Assert.Equal([Turn.Busy, Turn.Progress, Turn.Idle], [await forwarder.TakeTurn(default), await forwarder.TakeTurn(default), await forwarder.TakeTurn(default)]);
        Assert.Equal(["mina/ord_1", "mina/ord_3", "mina/ord_5"], _platform.Published);
        Assert.Equal(new Dictionary<long, string> { [2] = "too large", [4] = "no JSON" }, _outbox.Parked);
        Assert.Equal(2, _platform.Calls);
    }

    [Fact]
    public async Task Rows_that_a_failed_call_published_are_not_published_again()
    {
        _outbox.Pay("mina");
        _outbox.Pay("jun");
        _outbox.Pay("mina");
        _platform.DownFor = "jun";
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        await Assert.ThrowsAsync<PartlyPublishedException>(() => forwarder.TakeTurn(default));
        Assert.Equal(1, _outbox.Count);
        await Assert.ThrowsAsync<IOException>(() => forwarder.TakeTurn(default));
        _platform.DownFor = null;
        Assert.Equal(Turn.Progress, await forwarder.TakeTurn(default));
        Assert.Equal(["mina/ord_1", "mina/ord_3", "jun/ord_2"], _platform.Published);
    }

    [Fact]
    public async Task A_poison_report_that_names_no_row_of_the_call_is_a_failure()
    {
        _outbox.Pay();
        _platform.Work = _ => throw new PoisonEventException([new(99, "not sent")]);
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        await Assert.ThrowsAsync<PoisonEventException>(() => forwarder.TakeTurn(default));
        Assert.Equal((1, 0), (_outbox.Count, _outbox.Parked.Count));
    }

    [Fact]
    public async Task A_replay_continues_to_its_end()
    {
        for (var i = 0; i < 3; i++)
        {
            _outbox.Replays($"old_{i}");
        }

        _outbox.Pay();
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        while (await forwarder.TakeTurn(default) != Turn.Idle)
        {
        }

        Assert.Equal(["mina/ord_1", "replayed/old_0", "replayed/old_1", "replayed/old_2"], _platform.Published);
    }

    [Fact]
    public async Task A_replay_waits_while_fresh_payments_fill_the_outbox()
    {
        for (var i = 0; i <= LedgerBounds.ReplayRoom; i++)
        {
            _outbox.Pay(partition: i % 16);
        }

        _outbox.Replays("old");
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        await forwarder.TakeTurn(default);
        Assert.Equal(0, _outbox.Count);
        await forwarder.TakeTurn(default);
        Assert.Equal(1, _outbox.Count);
    }
}
