namespace ECommerce.WebFrontend.Tests.Callers;

/// <summary>What stands between a forgotten setting and an open shop.</summary>
public sealed class Production
{
    [Fact]
    public async Task Production_without_a_key_refuses_to_start_and_says_why()
    {
        var settings = new ShopSettings { Stage = "Production", DevTokens = false };

        var (code, log) = await ShopProcess.RunToEnd(settings, within: TimeSpan.FromSeconds(30));

        Assert.True(code is not null, "It went on running:\n" + log);
        Assert.NotEqual(0, code);
        Assert.Contains("Authentication:Schemes:Bearer", log);
    }

    [Fact]
    public async Task Production_with_a_key_accepts_its_tokens_and_issues_none()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { Stage = "Production", DevTokens = false, SigningKey = true });
        var shop = deployment.Shop();

        (await (await shop.NewUser()).Wallet()).Expect(200);
        await shop.BooksAreRight();
        (await shop.Anonymous.Post("/dev/tokens", new { user = "mina", admin = true })).Expect(404);
        (await shop.Bearer(SignedToken.Forged("mina")).Wallet()).Expect(401, "unauthorized");
    }

    [Fact]
    public async Task Development_may_switch_dev_tokens_off()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { DevTokens = false, SigningKey = true });

        (await deployment.Shop().Anonymous.Post("/dev/tokens", new { user = "mina", admin = true })).Expect(404);
    }
}
