using System.Net.Http;
using System.Threading.Tasks;
using ECommerce.Generated;

public static class Shopper
{
    public static async Task<string> Buy(HttpClient http, string sku, string campaign)
    {
        var shop = new ShopClient(http);
        var charge = await shop.ChargeWalletAsync("first", new ChargeRequest { Amount = 50_000 });
        var coupon = await shop.ClaimCouponAsync(campaign);
        var order = await shop.PlaceOrderAsync("second", new OrderRequest
        {
            Items = [new OrderItem { Sku = sku, Quantity = 1 }],
            Payment = new PaymentRequest { CouponId = coupon.Id, ExpectedTotal = 9_000 },
        });
        try
        {
            await shop.ClaimCouponAsync(campaign);
            return "No second claim was refused.";
        }
        catch (ApiException<ProblemSchema> refused)
        {
            var same = refused.Result.CouponId == coupon.Id;
            return $"{charge.Balance} {order.Status} {order.Balance} {order.PaidAt > charge.At.AddDays(-1)} {refused.StatusCode} {refused.Result.Code} {same}";
        }
    }
}
