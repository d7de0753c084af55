using ECommerce.DataPlatform;

namespace ECommerce.DataPlatform.Tests;

/// <summary>Several processes, each with a forwarder, share one outbox.</summary>
public sealed class HandOverTests
{
    private readonly StepTime _time = new();
    private readonly FakeOutbox _outbox;
    private readonly FakePublisher _platform = new();

    public HandOverTests() => _outbox = new(_time);

    [Fact]
    public async Task A_process_that_starts_gets_its_share_within_two_renewals()
    {
        var (first, second) = (Forwarder("first"), Forwarder("second"));
        Assert.Equal(Turn.Idle, await first.TakeTurn(default));
        Assert.Equal(Turn.Standby, await second.TakeTurn(default));
        _time.Advance(PartitionLeases.Renewal);
        Assert.Equal(Turn.IdleAmongOthers, await first.TakeTurn(default));
        _time.Advance(PartitionLeases.Renewal);
        Assert.Equal(Turn.IdleAmongOthers, await second.TakeTurn(default));
        Assert.Equal((8, 8), (_outbox.Of("first").Length, _outbox.Of("second").Length));
    }

    [Fact]
    public async Task A_process_that_joins_while_another_takes_partitions_gets_its_share_in_the_same_turn()
    {
        _outbox.Leased += requests => _ = requests == 2 ? _outbox.Lease("second", []) : null;
        Assert.Equal(Turn.IdleAmongOthers, await Forwarder("first").TakeTurn(default));
        Assert.Equal(8, _outbox.Of("first").Length);
    }

    [Fact]
    public async Task The_age_of_the_leases_counts_from_before_the_request()
    {
        var leases = new PartitionLeases(_outbox, "first", _time);
        _outbox.Leased += _ => _time.Advance(TimeSpan.FromSeconds(1));
        await leases.Balance();
        Assert.Equal(PartitionLeases.Deadline - TimeSpan.FromSeconds(1), leases.Remaining);
    }

    [Fact]
    public async Task Partitions_of_a_process_that_stops_are_taken_at_the_others_next_renewal()
    {
        var (first, second) = await Two();
        await first.Release();
        _time.Advance(PartitionLeases.Renewal);
        Assert.Equal(Turn.Idle, await second.TakeTurn(default));
        Assert.Equal(16, _outbox.Of("second").Length);
    }

    [Fact]
    public async Task Partitions_of_a_process_that_was_killed_are_taken_when_its_leases_end()
    {
        var (_, second) = await Two();
        _outbox.Pay(partition: 0);
        for (var since = TimeSpan.Zero; since < LedgerBounds.Lease; since += PartitionLeases.Renewal)
        {
            Assert.Equal(Turn.IdleAmongOthers, await second.TakeTurn(default));
            _time.Advance(PartitionLeases.Renewal);
        }

        Assert.Equal(Turn.Progress, await second.TakeTurn(default));
        Assert.Equal(16, _outbox.Of("second").Length);
    }

    [Fact]
    public async Task Each_process_publishes_its_own_partitions_and_together_they_publish_all()
    {
        var (first, second) = await Two();
        for (var i = 0; i < 16; i++)
        {
            _outbox.Pay($"user{i}", partition: i);
        }

        await first.TakeTurn(default);
        Assert.Equal(8, _platform.Published.Count);
        await second.TakeTurn(default);
        Assert.Equal((16, 0), (_platform.Published.Distinct().Count(), _outbox.Count));
    }

    [Fact]
    public async Task Leases_are_renewed_while_publishing_takes_long()
    {
        _outbox.Pay();
        var gate = Hold();
        var (first, second) = (Forwarder("first"), Forwarder("second"));
        var publishing = first.TakeTurn(default);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(PartitionLeases.Renewal, await _time.NextPause());
            _time.Advance(PartitionLeases.Renewal);
            Assert.Equal(Turn.Standby, await second.TakeTurn(default));
        }

        await _time.NextPause();
        gate.SetResult();
        Assert.Equal(Turn.Progress, await publishing);
        Assert.Equal(["mina/ord_1"], _platform.Published);

        // It gives partitions up only between turns.
        _time.Advance(PartitionLeases.Renewal);
        Assert.Equal(Turn.IdleAmongOthers, await first.TakeTurn(default));
        Assert.Equal(Turn.IdleAmongOthers, await second.TakeTurn(default));
    }

    [Fact]
    public async Task A_process_that_stalls_and_cannot_renew_stops_publishing_before_another_begins()
    {
        _outbox.Pay();
        Hold();
        var (first, second) = (Forwarder("first"), Forwarder("second"));
        var publishing = first.TakeTurn(default);
        _outbox.IsDown = true;
        _time.Advance(PartitionLeases.Deadline);
        await Outlasted(publishing);

        _outbox.IsDown = false;
        Assert.Equal(Turn.Standby, await second.TakeTurn(default));
        _time.Advance(LedgerBounds.Lease - PartitionLeases.Deadline);
        _platform.Work = _ => Task.CompletedTask;
        Assert.Equal(Turn.Progress, await second.TakeTurn(default));
        Assert.Equal(1, _platform.MostAtOnce);
        Assert.Equal(Turn.Standby, await first.TakeTurn(default));
    }

    [Fact]
    public async Task A_renewal_that_shows_that_leases_are_lost_stops_publishing()
    {
        _outbox.Pay();
        Hold();
        var publishing = Forwarder("first").TakeTurn(default);
        await _time.NextPause();
        await _outbox.Release("first");
        await _outbox.Lease("second", [0]);
        _time.Advance(PartitionLeases.Renewal);
        await Outlasted(publishing);
        Assert.Empty(_platform.Published);
    }

    [Fact]
    public async Task A_turn_does_not_end_before_its_publisher_has_stopped()
    {
        _outbox.Pay();
        var (cancelled, stop) = (new TaskCompletionSource(), new TaskCompletionSource());
        _platform.Work = async cancellation =>
        {
            cancellation.Register(cancelled.SetResult);
            await stop.Task;
            cancellation.ThrowIfCancellationRequested();
        };
        var turn = Forwarder("first").TakeTurn(default);
        var publisherHadStopped = turn.ContinueWith(_ => stop.Task.IsCompleted, TaskScheduler.Default);
        await _time.NextPause();
        _outbox.IsBroken = true;
        _time.Advance(PartitionLeases.Renewal);
        await cancelled.Task.WaitAsync(Some.Patience);

        // A turn that does not wait ends about now.
        for (var i = 0; i < 1_000 && !turn.IsCompleted; i++)
        {
            await Task.Yield();
        }

        stop.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => turn);
        Assert.True(await publisherHadStopped);
    }

    [Fact]
    public async Task An_unexpected_error_in_a_renewal_stops_publishing()
    {
        _outbox.Pay();
        Hold();
        var forwarder = Forwarder("first");
        var publishing = forwarder.TakeTurn(default);
        await _time.NextPause();
        _outbox.IsBroken = true;
        _time.Advance(PartitionLeases.Renewal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => publishing);

        _outbox.IsBroken = false;
        _platform.Work = _ => Task.CompletedTask;
        await forwarder.TakeTurn(default);
        Assert.Equal(1, _platform.MostAtOnce);
        Assert.Equal(["mina/ord_1"], _platform.Published);
    }

    [Fact]
    public async Task Rows_whose_reading_outlasted_the_leases_are_published_only_if_no_other_process_took_their_partitions()
    {
        var first = Forwarder("first");
        await first.TakeTurn(default);
        _outbox.Pay();
        _outbox.ReadTakes = LedgerBounds.Lease;
        Assert.Equal(Turn.Progress, await first.TakeTurn(default));

        _outbox.Pay();
        _outbox.Reading = () => _outbox.Lease("second", Enumerable.Range(0, 16).ToList());
        await Outlasted(first.TakeTurn(default));
        Assert.Equal(["mina/ord_1"], _platform.Published);
    }

    [Fact]
    public async Task A_process_that_slept_past_its_leases_publishes_nothing_from_partitions_that_another_took()
    {
        var (first, second) = await Two();
        _outbox.Pay(partition: 0);
        _time.Advance(LedgerBounds.Lease);
        Assert.Equal(Turn.Progress, await second.TakeTurn(default));
        _outbox.Pay(partition: 0);
        Assert.Equal(Turn.Standby, await first.TakeTurn(default));
        Assert.Single(_platform.Published);
    }

    [Fact]
    public async Task Partitions_that_are_being_given_up_are_not_published_when_the_answer_is_lost()
    {
        var first = Forwarder("first");
        await first.TakeTurn(default);
        await Forwarder("second").TakeTurn(default);
        _outbox.Pay(partition: 15);
        _time.Advance(PartitionLeases.Renewal);

        // The first request renews the leases. The second gives half of them up, and its answer is lost.
        _outbox.Leased += requests => _outbox.LosesNextLease = requests == 1;
        await Assert.ThrowsAsync<LedgerUncertainException>(() => first.TakeTurn(default));
        Assert.Equal(Turn.IdleAmongOthers, await first.TakeTurn(default));
        Assert.Equal(8, _outbox.Of("first").Length);
        Assert.Empty(_platform.Published);
    }

    [Fact]
    public async Task Of_two_processes_that_give_way_at_once_one_keeps_all_partitions()
    {
        var (first, second) = await Two();
        Assert.True(await first.GiveWay());
        Assert.False(await second.GiveWay());
        Assert.Equal((0, 16), (_outbox.Of("first").Length, _outbox.Of("second").Length));
    }

    [Fact]
    public async Task A_replay_is_continued_by_only_one_process()
    {
        var (first, second) = await Two();
        _outbox.Replays("old");
        _time.Advance(PartitionLeases.Renewal);
        Assert.Equal(Turn.IdleAmongOthers, await second.TakeTurn(default));
        Assert.Equal(Turn.Busy, await first.TakeTurn(default));
        Assert.Equal(1, _outbox.Count);
    }

    // Two processes that share the partitions: the first owns the lower half.
    private async Task<(PaymentForwarder First, PaymentForwarder Second)> Two()
    {
        var (first, second) = (Forwarder("first"), Forwarder("second"));
        foreach (var forwarder in new[] { first, second, first, second, first })
        {
            _time.Advance(PartitionLeases.Renewal);
            await forwarder.TakeTurn(default);
        }

        Assert.Equal(Enumerable.Range(0, 8), _outbox.Of("first"));
        Assert.Equal(Enumerable.Range(8, 8), _outbox.Of("second"));
        return (first, second);
    }

    private static async Task Outlasted(Task<Turn> turn) =>
        Assert.Contains("outlasted the leases", (await Assert.ThrowsAsync<TimeoutException>(() => turn.WaitAsync(Some.Patience))).Message);

    // Keeps publish calls from ending until the test ends them, or they are cancelled.
    private TaskCompletionSource Hold()
    {
        var gate = new TaskCompletionSource();
        _platform.Work = gate.Task.WaitAsync;
        return gate;
    }

    private PaymentForwarder Forwarder(string owner) => Some.Forwarder(_outbox, _platform, _time, owner);
}
