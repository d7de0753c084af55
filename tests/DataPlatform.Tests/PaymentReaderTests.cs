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
    public async Task Events_leave_in_order_batch_by_batch_and_one_busy_partition_holds_up_no_other()
    {
        for (var i = 0; i < StreamBounds.PartitionBatch + 10; i++)
        {
            _outbox.Pay($"user{i % 3}");
        }

        _outbox.Pay("jun", "last", partition: 7);
        var reader = Some.Reader(_outbox, _platform, _time);
        Assert.Equal(Turn.Busy, await reader.Take(default));
        Assert.Equal("jun/last", _platform.Published[^1]);
        Assert.Equal([Turn.Progress, Turn.Idle], [await reader.Take(default), await reader.Take(default)]);
        Assert.Equal(
            Enumerable.Range(0, StreamBounds.PartitionBatch + 10).Select(i => $"user{i % 3}/ord_{i + 1}"),
            _platform.Published.Where(told => told != "jun/last"));
        Assert.Equal(0, _outbox.Count);
    }

    [Fact]
    public async Task No_more_than_a_batch_is_ever_in_flight()
    {
        for (var i = 0; i < StreamBounds.Batch * 3; i++)
        {
            _outbox.Pay($"user{i % 32}", partition: i % 16);
        }

        var reader = Some.Reader(_outbox, _platform, _time);
        while (await reader.Take(default) != Turn.Idle)
        {
        }

        Assert.Equal((StreamBounds.Batch, 3, 1), (_platform.MostRows, _platform.Calls, _platform.MostAtOnce));
    }

    [Fact]
    public async Task A_batch_that_failed_is_published_again_before_anything_that_came_later()
    {
        _outbox.Pay();
        _outbox.Pay();
        var reader = Some.Reader(_outbox, _platform, _time);
        _platform.Work = _ => throw new IOException("half of it arrived");
        await Assert.ThrowsAsync<IOException>(() => reader.Take(default));
        _outbox.Pay();
        _platform.Work = _ => Task.CompletedTask;
        await reader.Take(default);
        Assert.Equal(["mina/ord_1", "mina/ord_2", "mina/ord_3"], _platform.Published);
    }

    [Fact]
    public async Task A_row_that_was_committed_late_is_found_though_higher_numbers_have_left()
    {
        _outbox.Skip(1);
        _outbox.Pay("jun");
        var reader = Some.Reader(_outbox, _platform, _time);
        await reader.Take(default);
        _outbox.PayLate(1, "mina");
        _outbox.Pay("mina");
        await reader.Take(default);
        Assert.Equal(["jun/ord_2", "mina/ord_1", "mina/ord_3"], _platform.Published);
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
    public async Task An_acknowledgement_that_failed_is_made_up_for_without_publishing_again()
    {
        _outbox.Pay();
        _outbox.LosesNextAcknowledgement = true;
        var reader = Some.Reader(_outbox, _platform, _time);
        await Assert.ThrowsAsync<LedgerUncertainException>(() => reader.Take(default));
        Assert.Equal(Turn.Idle, await reader.Take(default));
        Assert.Equal(["mina/ord_1"], _platform.Published);
        Assert.Equal(0, _outbox.Count);
    }

    [Fact]
    public async Task Poison_rows_are_parked_at_once_and_what_is_after_them_of_the_same_user_goes_on()
    {
        for (var i = 0; i < 5; i++)
        {
            _outbox.Pay();
        }

        _platform.Poison[2] = "too large";
        _platform.Poison[4] = "no JSON";
        var reader = Some.Reader(_outbox, _platform, _time);
        Assert.Equal([Turn.Busy, Turn.Progress, Turn.Idle], [await reader.Take(default), await reader.Take(default), await reader.Take(default)]);
        Assert.Equal(["mina/ord_1", "mina/ord_3", "mina/ord_5"], _platform.Published);
        Assert.Equal(new Dictionary<long, string> { [2] = "too large", [4] = "no JSON" }, _outbox.Parked);
        Assert.Equal(2, _platform.Calls);
    }

    [Fact]
    public async Task What_was_published_before_a_failure_is_not_published_again()
    {
        _outbox.Pay("mina");
        _outbox.Pay("jun");
        _outbox.Pay("mina");
        _platform.DownFor = "jun";
        var reader = Some.Reader(_outbox, _platform, _time);
        await Assert.ThrowsAsync<PartlyPublishedException>(() => reader.Take(default));
        Assert.Equal(1, _outbox.Count);
        await Assert.ThrowsAsync<IOException>(() => reader.Take(default));
        _platform.DownFor = null;
        Assert.Equal(Turn.Progress, await reader.Take(default));
        Assert.Equal(["mina/ord_1", "mina/ord_3", "jun/ord_2"], _platform.Published);
    }

    [Fact]
    public async Task A_publisher_that_calls_a_row_poison_that_it_was_not_given_has_failed()
    {
        _outbox.Pay();
        _platform.Work = _ => throw new PoisonEventException(99, "not mine");
        var reader = Some.Reader(_outbox, _platform, _time);
        await Assert.ThrowsAsync<PoisonEventException>(() => reader.Take(default));
        Assert.Equal((1, 0), (_outbox.Count, _outbox.Parked.Count));
    }

    [Fact]
    public async Task A_replay_goes_on_whenever_there_is_room_until_it_is_through()
    {
        for (var i = 0; i < 3; i++)
        {
            _outbox.Replays($"old_{i}");
        }

        _outbox.Pay();
        var reader = Some.Reader(_outbox, _platform, _time);
        while (await reader.Take(default) != Turn.Idle)
        {
        }

        Assert.Equal(["mina/ord_1", "replayed/old_0", "replayed/old_1", "replayed/old_2"], _platform.Published);
    }

    [Fact]
    public async Task A_replay_waits_while_fresh_payments_fill_the_batches()
    {
        for (var i = 0; i <= LedgerBounds.ReplayRoom; i++)
        {
            _outbox.Pay(partition: i % 16);
        }

        _outbox.Replays("old");
        var reader = Some.Reader(_outbox, _platform, _time);
        await reader.Take(default);
        Assert.Equal(0, _outbox.Count);
        await reader.Take(default);
        Assert.Equal(1, _outbox.Count);
    }

    [Fact]
    public async Task An_unwritable_file_only_makes_the_backlog_grow_and_it_drains_in_order_later()
    {
        var path = Some.FreshPath();
        var reader = Some.Reader(_outbox, new FilePublisher(path, TimeProvider.System), _time);
        File.Delete(path);
        Directory.CreateDirectory(path);
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
