namespace ECommerce.Ledger.Tests;

public sealed class RecentEventsTests
{
    [Fact]
    public void The_events_that_were_added_first_make_room_for_new_ones()
    {
        var recent = new RecentEvents(most: 3);
        recent.Add([Event("a"), Event("b")]);
        recent.Add([Event("b"), Event("c"), Event("d")]);

        var found = recent.Find(["a", "b", "c", "d", "e"]);

        Assert.Equal(["b", "c", "d"], found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, entry => Assert.Equal(Event(entry.Key), entry.Value));
    }

    private static PaymentEvent Event(string id) => new(id, PaymentEventType.Completed, id, "mina", 0, Given.Now, "{}");
}
