using System.Text.Json;

namespace ECommerce.Clients.Tests;

/// <summary>A TypeScript client, generated from the served document and compiled strictly, buys something.</summary>
public sealed class TypeScriptClientTests(Npm npm, OpenedShop shop)
{
    [Fact]
    public async Task A_generated_client_charges_claims_buys_and_reads_the_code_of_an_error()
    {
        await File.WriteAllTextAsync(npm.PathOf("shop.json"), await shop.Document());
        await npm.Run("node_modules/openapi-typescript/bin/cli.js", npm.PathOf("shop.json"), "--output", npm.PathOf("shop.d.ts"));
        await npm.Run("node_modules/typescript/bin/tsc", "--project", npm.PathOf("tsconfig.json"));
        var (product, campaign) = (await shop.Shop.Sells(Some.Product()), await shop.Shop.Runs(Some.Campaign()));

        var address = shop.Processes[0].Address.ToString().TrimEnd('/');
        var said = await npm.Run("out/shopper.js", address, await shop.Token(), product.Sku, campaign.Id);

        Assert.Equal(
            """{"charged":50000,"status":"paid","balance":41000,"paidAt":true,"code":"coupon_already_issued","couponId":true,"products":1}""",
            JsonSerializer.Serialize(JsonDocument.Parse(said).RootElement));
    }
}
