using Microsoft.Extensions.Time.Testing;

namespace ECommerce.Ledger.Tests;

public sealed class OutboxStartTests
{
    private static readonly long[] Some = [1, 2];

    private readonly FakeTimeProvider _time = new(Given.Now);
    private readonly OutboxStart _start;

    public OutboxStartTests() => _start = new(_time);

    [Fact]
    public void The_start_moves_behind_an_acknowledged_row_once_all_older_transactions_have_ended()
    {
        Assert.Equal(0, _start.After(Some));
        _start.Acknowledged(50, transaction: 1_000);
        _start.Read(Some, 0, oldestRunning: 999, first: null);
        Assert.Equal(0, _start.After(Some));
        _start.Read(Some, 0, oldestRunning: 1_000, first: 51);
        Assert.Equal(50, _start.After(Some));
    }

    [Fact]
    public void The_start_stays_before_a_row_that_is_still_in_the_outbox()
    {
        _start.After(Some);
        _start.Acknowledged(50, transaction: 1_000);
        _start.Read(Some, 0, oldestRunning: 1_000, first: 7);
        Assert.Equal(6, _start.After(Some));
    }

    [Fact]
    public void A_later_acknowledgement_does_not_keep_the_start_from_moving_behind_an_earlier_one()
    {
        _start.After(Some);
        _start.Acknowledged(50, transaction: 1_000);
        _start.Acknowledged(70, transaction: 1_010);
        _start.Read(Some, 0, oldestRunning: 1_005, first: null);
        Assert.Equal(50, _start.After(Some));
        _start.Acknowledged(90, transaction: 1_020);
        _start.Read(Some, 50, oldestRunning: 1_020, first: null);
        Assert.Equal(90, _start.After(Some));
    }

    [Fact]
    public void Other_partitions_are_read_from_their_beginning()
    {
        Settled();
        Assert.Equal(0, _start.After([1, 2, 3]));
        _start.Read(Some, 0, oldestRunning: 2_000, first: null);
        Assert.Equal(0, _start.After([1, 2, 3]));
    }

    [Fact]
    public void After_ten_seconds_reading_starts_at_the_beginning_again()
    {
        Settled();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(50, _start.After(Some));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _start.After(Some));
    }

    private void Settled()
    {
        _start.After(Some);
        _start.Acknowledged(50, transaction: 1_000);
        _start.Read(Some, 0, oldestRunning: 1_000, first: null);
        Assert.Equal(50, _start.After(Some));
    }
}
