using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace ECommerce.Time.Tests;

public sealed class UnknownIdsTests(SqliteTimedShop shop) : IClassFixture<SqliteTimedShop>
{
    private const int Ids = 300;

    [Fact]
    public async Task Ids_that_callers_make_up_leave_no_grains_behind()
    {
        var mina = await Shopper.Enter(shop, "mina");
        await mina.Get("/v1/cart");
        await mina.Charge(1_000);
        var before = await Activations();

        for (var i = 0; i < Ids; i++)
        {
            await mina.Get("/v1/products/none-" + i, 404);
            await mina.Get("/v1/orders/none-" + i, 404);
            await mina.Post($"/v1/orders/none-{i}/payment", new { }, 404);
            await mina.Post($"/v1/campaigns/none-{i}/claim", new { }, 404);
            await mina.Post("/v1/cart/items", new { sku = "none-" + i, quantity = 1 }, 422);
            await mina.Post("/v1/orders", new { items = new[] { new { sku = "none-" + i, quantity = 1 } } }, 422);
        }

        Assert.InRange(await shop.AdvanceUntil(Activations, count => count < before + (Ids / 10)), 0, before + (Ids / 10));
    }

    private async Task<int> Activations() =>
        await shop.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetTotalActivationCount();
}
