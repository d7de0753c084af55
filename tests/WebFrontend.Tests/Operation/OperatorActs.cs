using System.Net.Http;
using System.Text;

namespace ECommerce.WebFrontend.Tests.Operation;

/// <summary>
/// How to change something with each call of operators, by method and path as the OpenAPI document has them. Each answers with the action
/// and the subject that the log is to tell.
/// </summary>
/// <param name="parkAPayment">Makes a payment wait for an operator.</param>
internal sealed class OperatorActs(Shop shop, Func<Task> parkAPayment)
{
    public IReadOnlyDictionary<string, Func<Task<(string Action, string Subject)>>> All => new Dictionary<string, Func<Task<(string, string)>>>
    {
        ["PUT /v1/admin/products/{id}"] = async () => ("product.save", "products/" + (await shop.Sells(Some.Product())).Id),
        ["DELETE /v1/admin/products/{id}"] = async () =>
        {
            var product = await shop.Sells(Some.Product());
            (await (await shop.Admin()).Delete("/v1/admin/products/" + product.Id)).Expect(204);
            return ("product.archive", "products/" + product.Id);
        },
        ["POST /v1/admin/products/import"] = async () =>
        {
            var id = Some.Id("imported");
            using var file = new StringContent($"Handle,Title,Variant SKU,Variant Price\n{id},Imported,{id},500\n", Encoding.UTF8, "text/csv");
            (await (await shop.Admin()).Send(HttpMethod.Post, "/v1/admin/products/import", file)).Expect(200);
            return ("product.import", "products/" + id);
        },
        ["POST /v1/admin/stock/{sku}"] = async () =>
        {
            var product = await shop.Sells(Some.Product());
            (await shop.AdjustStock(product.Sku, 1)).Expect(200);
            return ("stock.adjust", "stock/" + product.Sku);
        },
        ["PUT /v1/admin/campaigns/{id}"] = async () => ("campaign.save", "campaigns/" + (await shop.Runs(Some.Campaign())).Id),
        ["PATCH /v1/admin/campaigns/{id}"] = async () =>
        {
            var campaign = await shop.Runs(Some.Campaign());
            await Sends(HttpMethod.Patch, "/v1/admin/campaigns/" + campaign.Id, """{"paused":true}""");
            return ("campaign.pause", "campaigns/" + campaign.Id);
        },
        ["POST /v1/admin/orders/{id}/cancellation"] = async () =>
        {
            var order = await Paid();
            await Sends(HttpMethod.Post, $"/v1/admin/orders/{order}/cancellation", """{"reason":"Torn."}""");
            return ("order.cancel", "orders/" + order);
        },
        ["POST /v1/admin/users/{id}/adjustments"] = async () =>
        {
            var user = Some.UserId();
            await Sends(HttpMethod.Post, $"/v1/admin/users/{user}/adjustments", """{"amount":1000,"reason":"Sorry."}""");
            return ("wallet.adjust", "users/" + user);
        },
        ["POST /v1/admin/users/{id}/coupons"] = async () =>
        {
            var (user, campaign) = (Some.UserId(), await shop.Runs(Some.Campaign()));
            await Sends(HttpMethod.Post, $"/v1/admin/users/{user}/coupons", $$"""{"campaignId":"{{campaign.Id}}"}""");
            return ("coupon.give", "users/" + user);
        },
        ["POST /v1/admin/payment-stream/replay"] = async () =>
        {
            var from = DateTimeOffset.UtcNow.AddSeconds(-5).UtcDateTime;
            await Paid();
            (await (await shop.Admin()).Post("/v1/admin/payment-stream/replay", new { from, to = from.AddMinutes(1) })).Expect(202);
            return ("payments.replay", "payment-stream");
        },
        ["POST /v1/admin/payment-stream/parked/retry"] = async () =>
        {
            await parkAPayment();
            (await (await shop.Admin()).Post("/v1/admin/payment-stream/parked/retry")).Expect(202);
            return ("payments.retry", "payment-stream");
        },
    };

    private async Task<string> Paid()
    {
        var product = await shop.Sells(Some.Product());
        return (await (await shop.NewUser(balance: 50_000)).Buy(product.Sku, 1)).Expect(201).Text("id");
    }

    private async Task Sends(HttpMethod method, string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        var answer = await (await shop.Admin()).Send(method, path, body, ("Idempotency-Key", Some.Key()));
        Assert.True(answer.IsSuccess, answer.ToString());
    }
}
