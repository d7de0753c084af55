using Microsoft.Extensions.Time.Testing;

namespace ECommerce.Ledger.Tests;

public sealed class RecentEventsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_events_that_were_added_first_make_room_for_new_ones()
    {
        var recent = new RecentEvents(characters: 30, _time);
        recent.Add([Event("a"), Event("b")]);
        recent.Add([Event("c"), Event("d")]);

        Assert.Equal(["b", "c", "d"], recent.Find(["a", "b", "c", "d", "e"]).Keys.Order(StringComparer.Ordinal));

        recent.Add([Event("e") with { Data = new string('e', 31) }]);
        Assert.Empty(recent.Find(["a", "b", "c", "d", "e"]));
    }

    [Fact]
    public void An_event_is_forgotten_after_five_seconds_since_a_restored_database_may_have_lost_it()
    {
        var recent = new RecentEvents(characters: 100, _time);
        recent.Add([Event("a")]);
        _time.Advance(TimeSpan.FromSeconds(4));
        recent.Add([Event("b")]);
        Assert.Equal(2, recent.Find(["a", "b"]).Count);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["b"], recent.Find(["a", "b"]).Keys);
    }

    [Fact]
    public void An_order_that_is_paid_anew_after_a_restore_is_told_as_it_was_paid_last()
    {
        var recent = new RecentEvents(characters: 100, _time);
        var anew = Event("a") with { Data = "12000 won.", At = Given.Now.AddSeconds(3) };
        recent.Add([Event("a")]);
        _time.Advance(TimeSpan.FromSeconds(3));
        recent.Add([anew]);
        Assert.Same(anew, recent.Find(["a"])["a"]);

        // The first of them is forgotten now, and does not take the second along.
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Same(anew, recent.Find(["a"])["a"]);
    }

    private static PaymentEvent Event(string id) => new(id, PaymentEventType.Completed, id, "mina", 0, Given.Now, "10000 won.");
}
