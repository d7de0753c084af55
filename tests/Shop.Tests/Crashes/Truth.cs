using System.Text.Json;

namespace ECommerce.ShopTests.Crashes;

/// <summary>After a crash: what was acknowledged is there, what was not can be asked again, and the books are right.</summary>
public static class Truth
{
    /// <summary>Repeats every operation with its own key; the answer must be the one that was given, if one was.</summary>
    public static async Task RepeatsTellTheTruth(Book book)
    {
        foreach (var operation in book.Operations)
        {
            await Repeat(operation);
        }
    }

    private static async Task Repeat(Operation operation)
    {
        var again = await operation.Repeat();
        Assert.True(again.Status < 500, $"{operation.Kind}: {again}");
        if (operation.Acknowledged is not { } first)
        {
            return;
        }

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
                PaidOrTakenBack(first, again);
                break;
            case "cancellation" when first.IsSuccess:
                Assert.Equal("cancelled", again.Expect(200).Text("status"));
                break;
        }
    }

    private static void PaidOrTakenBack(Answer first, Answer again)
    {
        if (again.Code == "order_not_payable")
        {
            return;
        }

        Assert.Equal(first.Text, again.Expect(200).Text);
    }

    /// <summary>Each wallet is what its entries say, and each acknowledged charge is among them.</summary>
    public static async Task NothingAcknowledgedIsLost(Book book)
    {
        foreach (var user in book.Operations.GroupBy(operation => operation.User))
        {
            var entries = await JsonReading.AllPages(cursor => user.Key.Entries(limit: 100, cursor));
            Assert.Equal(entries.Sum(entry => entry.Number("amount")), await user.Key.Balance());
            var ids = entries.Select(entry => entry.Text("id")).ToList();
            var acknowledged = user.Where(operation => operation.Acknowledged is { IsSuccess: true }).ToList();
            Assert.All(acknowledged.Where(o => o.Kind == "charge"), o => Assert.Contains(o.Acknowledged!.Text("id"), ids));
            var orders = await JsonReading.AllPages(cursor => user.Key.Orders(limit: 100, cursor));
            var status = orders.ToDictionary(order => order.Text("id"), order => order.Text("status"));
            Assert.All(acknowledged.Where(o => o.Kind == "order"), o => Assert.Contains(o.Acknowledged!.Text("id"), status.Keys));
            Assert.All(
                acknowledged.Where(o => o.Kind == "payment"),
                o => Assert.Contains(status[o.Acknowledged!.Text("id")], new[] { "paid", "cancelled" }));
            Assert.All(acknowledged.Where(o => o.Kind == "cancellation"), o => Assert.Equal("cancelled", status[o.Acknowledged!.Text("id")]));
            var coupons = (await user.Key.Coupons()).Ids();
            Assert.All(acknowledged.Where(o => o.Kind == "claim"), o => Assert.Contains(o.Acknowledged!.Text("id"), coupons));
        }
    }

    /// <summary>Every paid order is in the payments file, every cancelled one twice over, in order, and no line is torn.</summary>
    public static async Task EveryPaymentIsPublished(Shop shop, Book book, string paymentsFile)
    {
        var stream = await shop.DrainedStream(Bounds.Publication);
        Assert.Equal((0, 0), (stream.Number("pending"), stream.Number("parked")));
        var published = (await PaymentEvents.Read(paymentsFile))
            .GroupBy(e => e.Text("subject"))
            .ToDictionary(group => group.Key, group => group.DistinctBy(e => e.Text("id")).Select(e => e.Text("type")).ToList());
        foreach (var user in book.Operations.Select(operation => operation.User).Distinct())
        {
            foreach (var order in await JsonReading.AllPages(cursor => user.Orders(limit: 100, cursor)))
            {
                Assert.Equal(Expected(order), published.GetValueOrDefault(order.Text("id"), []));
            }
        }
    }

    private static string[] Expected(JsonElement order) => order.Text("status") switch
    {
        "paid" => ["com.ecommerce.payment.completed.v1"],
        "cancelled" => ["com.ecommerce.payment.completed.v1", "com.ecommerce.payment.cancelled.v1"],
        _ => [],
    };
}
