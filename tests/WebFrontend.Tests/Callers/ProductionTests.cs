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

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Tokens_for_anybody_outside_Development_need_a_second_word(string stage)
    {
        var (code, log) = await ShopProcess.RunToEnd(new ShopSettings { Stage = stage, SigningKey = true }, within: TimeSpan.FromSeconds(60));

        Assert.True(code == 1, $"It ended with {code?.ToString() ?? "nothing"}:\n{log}");
        Assert.Contains("DevTokens:AllowInProduction=true", log);
    }

    [Fact]
    public async Task With_the_second_word_it_gives_them_and_says_so_in_the_log()
    {
        await using var deployment = await Deployment.Start(new ShopSettings
        {
            Stage = "Production",
            SigningKey = true,
            More = new Dictionary<string, string> { ["DevTokens__AllowInProduction"] = "true" },
        });

        (await deployment.Shop().Anonymous.Post("/dev/tokens", new { user = "mina", admin = true })).Expect(200);
        Assert.Contains("DevTokens:AllowInProduction", deployment.Frontends[0].Log);
    }

    [Fact]
    public async Task The_second_word_alone_gives_none_and_replaces_no_key()
    {
        var allowed = new Dictionary<string, string> { ["DevTokens__AllowInProduction"] = "true" };

        await using var deployment = await Deployment.Start(new ShopSettings { Stage = "Production", DevTokens = false, SigningKey = true, More = allowed });
        (await deployment.Shop().Anonymous.Post("/dev/tokens", new { user = "mina", admin = true })).Expect(404);
        Assert.DoesNotContain("AllowInProduction", deployment.Frontends[0].Log);

        var (code, log) = await ShopProcess.RunToEnd(new ShopSettings { Stage = "Production", More = allowed }, within: TimeSpan.FromSeconds(60));
        Assert.Equal(1, code);
        Assert.Contains("No key to check tokens with", log);
    }

    [Fact]
    public async Task Development_may_switch_dev_tokens_off()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { DevTokens = false, SigningKey = true });

        (await deployment.Shop().Anonymous.Post("/dev/tokens", new { user = "mina", admin = true })).Expect(404);
    }
}
