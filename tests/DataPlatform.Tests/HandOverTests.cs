using ECommerce.DataPlatform;

namespace ECommerce.DataPlatform.Tests;

/// <summary>Several processes, each with a reader, on one outbox.</summary>
public sealed class HandOverTests
{
    private readonly StepTime _time = new();
    private readonly FakeOutbox _outbox;
    private readonly FakePublisher _platform = new();

    public HandOverTests() => _outbox = new(_time);

    [Fact]
    public async Task One_that_starts_is_given_its_share_within_two_renewals()
    {
        var (first, second) = (Reader("first"), Reader("second"));
        Assert.Equal(Turn.Idle, await first.Take(default));
        Assert.Equal(Turn.Standby, await second.Take(default));
        _time.Advance(StreamBounds.Renewal);
        Assert.Equal(Turn.IdleAmongOthers, await first.Take(default));
        _time.Advance(StreamBounds.Renewal);
        Assert.Equal(Turn.IdleAmongOthers, await second.Take(default));
        Assert.Equal((8, 8), (_outbox.Of("first").Length, _outbox.Of("second").Length));
    }

    [Fact]
    public async Task What_a_process_that_stops_gives_back_is_taken_at_the_others_next_renewal()
    {
        var (first, second) = await Two();
        await first.Release();
        _time.Advance(StreamBounds.Renewal);
        Assert.Equal(Turn.Idle, await second.Take(default));
        Assert.Equal(16, _outbox.Of("second").Length);
    }

    [Fact]
    public async Task What_a_process_had_that_was_killed_is_taken_when_its_leases_end()
    {
        var (_, second) = await Two();
        _outbox.Pay(partition: 0);
        for (var since = TimeSpan.Zero; since < LedgerBounds.Lease; since += StreamBounds.Renewal)
        {
            Assert.Equal(Turn.IdleAmongOthers, await second.Take(default));
            _time.Advance(StreamBounds.Renewal);
        }

        Assert.Equal(Turn.Progress, await second.Take(default));
        Assert.Equal(16, _outbox.Of("second").Length);
    }

    [Fact]
    public async Task Each_publishes_its_own_partitions_and_together_they_publish_all()
    {
        var (first, second) = await Two();
        for (var i = 0; i < 16; i++)
        {
            _outbox.Pay($"user{i}", partition: i);
        }

        await first.Take(default);
        Assert.Equal(8, _platform.Published.Count);
        await second.Take(default);
        Assert.Equal((16, 0), (_platform.Published.Distinct().Count(), _outbox.Count));
    }

    [Fact]
    public async Task A_publisher_that_takes_long_keeps_its_partitions_by_renewing_them()
    {
        _outbox.Pay();
        var gate = Hold();
        var (first, second) = (Reader("first"), Reader("second"));
        var publishing = first.Take(default);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(StreamBounds.Renewal, await _time.NextPause());
            _time.Advance(StreamBounds.Renewal);
            Assert.Equal(Turn.Standby, await second.Take(default));
        }

        await _time.NextPause();
        gate.SetResult();
        Assert.Equal(Turn.Progress, await publishing);
        Assert.Equal(["mina/ord_1"], _platform.Published);

        // Only now does it notice who has come, and share.
        _time.Advance(StreamBounds.Renewal);
        Assert.Equal(Turn.IdleAmongOthers, await first.Take(default));
        Assert.Equal(Turn.IdleAmongOthers, await second.Take(default));
    }

    [Fact]
    public async Task One_that_stalls_and_cannot_renew_has_given_up_before_another_begins()
    {
        _outbox.Pay();
        Hold();
        var (first, second) = (Reader("first"), Reader("second"));
        var publishing = first.Take(default);
        _outbox.IsDown = true;
        _time.Advance(StreamBounds.Deadline);
        await Assert.ThrowsAsync<TimeoutException>(() => publishing);

        _outbox.IsDown = false;
        Assert.Equal(Turn.Standby, await second.Take(default));
        _time.Advance(LedgerBounds.Lease - StreamBounds.Deadline);
        _platform.Work = _ => Task.CompletedTask;
        Assert.Equal(Turn.Progress, await second.Take(default));
        Assert.Equal(1, _platform.MostAtOnce);
        Assert.Equal(Turn.Standby, await first.Take(default));
    }

    [Fact]
    public async Task A_renewal_that_breaks_ends_what_is_being_published()
    {
        _outbox.Pay();
        Hold();
        var reader = Reader("first");
        var publishing = reader.Take(default);
        await _time.NextPause();
        _outbox.IsBroken = true;
        _time.Advance(StreamBounds.Renewal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => publishing);

        _outbox.IsBroken = false;
        _platform.Work = _ => Task.CompletedTask;
        await reader.Take(default);
        Assert.Equal(1, _platform.MostAtOnce);
        Assert.Equal(["mina/ord_1"], _platform.Published);
    }

    [Fact]
    public async Task Reading_that_outlasts_the_leases_renews_them_and_publishes_what_nobody_took()
    {
        var first = Reader("first");
        await first.Take(default);
        _outbox.Pay();
        _outbox.ReadTakes = LedgerBounds.Lease;
        Assert.Equal(Turn.Progress, await first.Take(default));

        _outbox.Pay();
        _outbox.Reading = () => _outbox.Lease("second", Enumerable.Range(0, 16).ToList());
        await Assert.ThrowsAsync<TimeoutException>(() => first.Take(default));
        Assert.Equal(["mina/ord_1"], _platform.Published);
    }

    [Fact]
    public async Task One_that_slept_past_its_leases_publishes_nothing_that_another_took()
    {
        var (first, second) = await Two();
        _outbox.Pay(partition: 0);
        _time.Advance(LedgerBounds.Lease);
        Assert.Equal(Turn.Progress, await second.Take(default));
        _outbox.Pay(partition: 0);
        Assert.Equal(Turn.Standby, await first.Take(default));
        Assert.Single(_platform.Published);
    }

    [Fact]
    public async Task What_was_to_be_handed_over_is_not_published_when_the_answer_was_lost()
    {
        var first = Reader("first");
        await first.Take(default);
        await Reader("second").Take(default);
        _outbox.Pay(partition: 15);
        _time.Advance(StreamBounds.Renewal);

        // The renewal succeeds; the second question gives half of the partitions up, and its answer never comes.
        _outbox.Leased += asked => _outbox.LosesNextLease = asked == 1;
        await Assert.ThrowsAsync<LedgerUncertainException>(() => first.Take(default));
        Assert.Equal(Turn.IdleAmongOthers, await first.Take(default));
        Assert.Equal(8, _outbox.Of("first").Length);
        Assert.Empty(_platform.Published);
    }

    [Fact]
    public async Task Of_two_that_give_way_at_once_one_keeps_everything()
    {
        var (first, second) = await Two();
        Assert.True(await first.GiveWay());
        Assert.False(await second.GiveWay());
        Assert.Equal((0, 16), (_outbox.Of("first").Length, _outbox.Of("second").Length));
    }

    [Fact]
    public async Task A_replay_is_continued_by_one_process_only()
    {
        var (first, second) = await Two();
        _outbox.Replays("old");
        _time.Advance(StreamBounds.Renewal);
        Assert.Equal(Turn.IdleAmongOthers, await second.Take(default));
        Assert.Equal(Turn.Busy, await first.Take(default));
        Assert.Equal(1, _outbox.Count);
    }

    // Two that have shared the partitions: the first has the lower half.
    private async Task<(PaymentReader First, PaymentReader Second)> Two()
    {
        var (first, second) = (Reader("first"), Reader("second"));
        foreach (var reader in new[] { first, second, first, second, first })
        {
            _time.Advance(StreamBounds.Renewal);
            await reader.Take(default);
        }

        Assert.Equal(Enumerable.Range(0, 8), _outbox.Of("first"));
        Assert.Equal(Enumerable.Range(8, 8), _outbox.Of("second"));
        return (first, second);
    }

    private TaskCompletionSource Hold()
    {
        var gate = new TaskCompletionSource();
        _platform.Work = gate.Task.WaitAsync;
        return gate;
    }

    private PaymentReader Reader(string owner) => Some.Reader(_outbox, _platform, _time, owner);
}
