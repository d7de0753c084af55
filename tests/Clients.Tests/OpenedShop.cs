using ECommerce.Clients.Tests;

[assembly: AssemblyFixture(typeof(OpenedShop))]
[assembly: AssemblyFixture(typeof(Npm))]

namespace ECommerce.Clients.Tests;

/// <summary>The shop that all these clients call.</summary>
public sealed class OpenedShop() : ShopFleet(Ledger.Sqlite, signedTokens: false)
{
    /// <summary>The document as it is served.</summary>
    public async Task<string> Document() => (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200).Text;

    /// <summary>A user's token.</summary>
    public async Task<string> Token() => (await Shop.Anonymous.Post("/dev/tokens", new { user = Some.UserId() })).Expect(200).Text("token");
}
