using System.Text.Json;

namespace ECommerce.Testing.Crashes;

/// <summary>What must hold after a crash: everything acknowledged is there, everything else can be repeated, and the books are right.</summary>
public static class Invariants
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Repeats every operation with its own key; the answer must be the one that was given, if one was; none was an error of the shop's.
    /// Additions to a cart have no key, so they are not repeated; NothingAcknowledgedIsLost looks into the cart instead.
    /// </summary>
    public static Task RepeatsAnswerAsBefore(Journal journal) => ForEachUser(journal, async (_, operations) =>
    {
        foreach (var operation in operations.Where(operation => operation.Kind != "cart"))
        {
            await Repeat(operation);
        }
    });

    /// <summary>Users do not know of each other; what one did is asked in order.</summary>
    private static Task ForEachUser(Journal journal, Func<Caller, IReadOnlyList<Operation>, Task> question) => Task.WhenAll(
        journal.Operations.GroupBy(operation => operation.User).Select(user => question(user.Key, [.. user])));

    /// <summary>An answer that settles the matter. A connection of the shop's that was cut long ago may be found out by the first call that needs it.</summary>
    private static Task<Answer> Told(Func<Task<Answer>> ask) => Eventually.Ask(ask, answer => answer.Status != 503, Patience);

    private static async Task Repeat(Operation operation)
    {
        var again = await Told(operation.Repeat);
        Assert.True(again.Status < 500, $"{operation.Kind}: {again}");
        if (operation.Acknowledged is not { } first)
        {
            return;
        }

        Assert.True(first.Status < 500, $"{operation.Kind} at first: {first}");
        switch (operation.Kind)
        {
            case "charge" or "order" when first.IsSuccess:
                Assert.Equal((first.Status, first.Text("id")), (again.Status, again.Text("id")));
                Assert.Equal("true", again.Header("Idempotent-Replayed"));
                break;
            case "claim" when first.IsSuccess:
                Assert.Equal(first.Text("id"), again.Expect(409, "coupon_already_issued").Text("couponId"));
                break;
            case "payment" when first.IsSuccess:
                PaidOrCancelled(first, again);
                break;
            case "refund" when first.IsSuccess:
                Assert.Equal(first.Text, again.Expect(200).Text);
                Assert.Equal("true", again.Header("Idempotent-Replayed"));
                break;
            case "cancellation" when first.IsSuccess:
                Assert.Equal("cancelled", again.Expect(200).Text("status"));
                break;
        }
    }

    private static void PaidOrCancelled(Answer first, Answer again)
    {
        if (again.Code == "order_not_payable")
        {
            return;
        }

        Assert.Equal(first.Text, again.Expect(200).Text);
    }

    /// <summary>Each wallet is what its entries say, and what was acknowledged is there; in a cart nothing is twice.</summary>
    public static Task NothingAcknowledgedIsLost(Journal journal) => ForEachUser(journal, async (user, operations) =>
    {
        var entries = await JsonReading.AllPages(cursor => Told(() => user.Entries(limit: 100, cursor)));
        Assert.Equal(entries.Sum(entry => entry.Number("amount")), (await Told(user.Wallet)).Number("balance"));
        var ids = entries.Select(entry => entry.Text("id")).ToHashSet();
        var acknowledged = operations.Where(operation => operation.Acknowledged is { IsSuccess: true }).ToList();
        Assert.All(acknowledged.Where(o => o.Kind == "charge"), o => Assert.Contains(o.Acknowledged!.Text("id"), ids));
        var orders = await JsonReading.AllPages(cursor => Told(() => user.Orders(limit: 100, cursor)));
        var status = orders.ToDictionary(order => order.Text("id"), order => order.Text("status"));
        Assert.All(acknowledged.Where(o => o.Kind == "order"), o => Assert.Contains(o.Acknowledged!.Text("id"), (IDictionary<string, string>)status));
        Assert.All(
            acknowledged.Where(o => o.Kind == "payment"),
            o => Assert.Contains(status[o.Acknowledged!.Text("id")], new[] { "paid", "cancelled" }));
        Assert.All(acknowledged.Where(o => o.Kind == "cancellation"), o => Assert.Equal("cancelled", status[o.Acknowledged!.Text("id")]));
        var refunded = orders.ToDictionary(order => order.Text("id"), order => order.Number("refunded"));
        Assert.All(acknowledged.Where(o => o.Kind == "refund"), o => Assert.True(refunded[o.Acknowledged!.Text("id")] >= o.Acknowledged!.Number("refunded")));
        Assert.All(orders, order => Assert.Equal(
            order.Number("refunded"),
            entries.Where(entry => entry.Text("kind") == "refund" && entry.Text("orderId") == order.Text("id")).Sum(entry => entry.Number("amount"))));
        var coupons = (await Told(() => user.Coupons())).Ids();
        Assert.All(acknowledged.Where(o => o.Kind == "claim"), o => Assert.Contains(o.Acknowledged!.Text("id"), coupons));
        var added = operations.Where(operation => operation.Kind == "cart").ToList();
        var inCart = (await Told(user.Cart)).Items().Sum(item => item.Number("quantity"));
        Assert.InRange(inCart, added.Count(o => o.Acknowledged is { IsSuccess: true }), added.Count);
    });

    /// <summary>
    /// Every paid order is in the payments file, and after it whatever was taken back, in order, and no line is torn.
    /// </summary>
    public static async Task EveryPaymentIsPublished(Shop shop, Journal journal, string paymentsFile)
    {
        var stream = await shop.DrainedStream(Bounds.Publication);
        Assert.Equal((0, 0), (stream.Number("pending"), stream.Number("parked")));
        await OfEachOrder(shop, journal, paymentsFile, Assert.Equal);
    }

    /// <summary>
    /// The same of a shop that was restored: the file may tell more of an order than the shop knows, because what came after the backup stays told.
    /// </summary>
    public static async Task NoPaymentIsMissing(Shop shop, Journal journal, string paymentsFile)
    {
        var stream = await shop.DrainedStream(Bounds.Publication);
        Assert.Equal((0, 0), (stream.Number("pending"), stream.Number("parked")));
        await OfEachOrder(shop, journal, paymentsFile, (expected, published) => Assert.All(
            expected.CountBy(type => type), type => Assert.InRange(published.Count(it => it == type.Key), type.Value, int.MaxValue)));
    }

    /// <summary>What is there twice is there as it was; a user's events first came in the order in which they happened.</summary>
    public static async Task EventsOfAUserAreInOrder(string paymentsFile)
    {
        var published = await PaymentEvents.Read(paymentsFile);
        Assert.All(published.GroupBy(e => e.Text("id")), same => Assert.Single(same.Select(e => e.GetRawText()).Distinct()));
        foreach (var user in published.DistinctBy(e => e.Text("id")).GroupBy(e => e.Text("partitionkey")))
        {
            var times = user.Select(e => e.GetProperty("time").GetDateTimeOffset()).ToList();
            Assert.Equal(times.Order(), times);
        }
    }

    /// <summary>Compares the types of events that each order of each user must have with those that are in the file, in order of first appearance.</summary>
    private static async Task OfEachOrder(Shop shop, Journal journal, string paymentsFile, Action<IEnumerable<string>, IEnumerable<string>> compare)
    {
        var published = (await PaymentEvents.Read(paymentsFile))
            .GroupBy(e => e.Text("subject"))
            .ToDictionary(group => group.Key, group => group.DistinctBy(e => e.Text("id")).Select(e => e.Text("type")).ToList());
        foreach (var id in journal.Operations.Select(operation => operation.User.Id).Distinct())
        {
            var user = await shop.User(id);
            foreach (var order in await JsonReading.AllPages(cursor => Told(() => user.Orders(limit: 100, cursor))))
            {
                compare(Expected(order), published.GetValueOrDefault(order.Text("id"), []));
            }
        }
    }

    private static string[] Expected(JsonElement order)
    {
        if (!order.TryGetProperty("paidAt", out _))
        {
            return [];
        }

        var parts = order.TryGetProperty("refunds", out var refunds) ? refunds.GetArrayLength() : 0;
        return order.Text("status") == "cancelled" && parts == 1
            ? ["com.ecommerce.payment.completed.v1", "com.ecommerce.payment.cancelled.v1"]
            : ["com.ecommerce.payment.completed.v1", .. Enumerable.Repeat("com.ecommerce.payment.refunded.v1", parts)];
    }
}
