namespace ECommerce.WebFrontend.Tests.Callers;

/// <summary>Who is refused leaves a line in the log of the real program, and nothing of a token.</summary>
public sealed class RefusedCallsLogTests
{
    [Fact]
    public async Task Every_way_to_be_refused_leaves_a_line_with_its_reason_and_address_and_nothing_of_a_token()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { Stage = "Production", DevTokens = false, SigningKey = true });
        var shop = deployment.Shop();
        (string Reason, string Token)[] failed =
        [
            ("wrong_signature", SignedToken.Forged("mina", admin: true)),
            ("expired_token", SignedToken.Expired("mina")),
            ("wrong_audience", SignedToken.ForAnotherAudience("mina")),
            ("wrong_issuer", SignedToken.FromAnotherIssuer("mina")),
            ("early_token", SignedToken.With(claims: new Dictionary<string, object?> { ["nbf"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(), ["exp"] = DateTimeOffset.UtcNow.AddHours(2).ToUnixTimeSeconds() })),
            ("unusable_token", SignedToken.With(claims: new Dictionary<string, object?> { ["exp"] = null })),
            ("unreadable_token", "nonsense.of.somebody"),
        ];

        foreach (var (_, token) in failed)
        {
            (await shop.Bearer(token).Wallet()).Expect(401, "unauthorized");
        }

        (await shop.Anonymous.Get("/v1/admin/audit")).Expect(401, "unauthorized");
        (await (await shop.User("mina")).Delete("/v1/admin/products/any")).Expect(403, "forbidden");

        var log = await Eventually.Ask(
            () => Task.FromResult(deployment.Frontends[0].Log), text => text.Contains("not_admin"), TimeSpan.FromSeconds(30));
        Assert.All(
            failed.Select(it => it.Reason).Append("no_token"),
            reason => Assert.Contains($"A call was refused ({reason}) from 127.0.0.1, user unknown; since the last such line 0 more were.", log));
        Assert.Contains("A call was refused (not_admin) from 127.0.0.1, user mina;", log);
        Assert.All(failed, it => Assert.DoesNotContain(it.Token.Split('.')[1], log));
        Assert.DoesNotContain(SignedToken.For("mina").Split('.')[0], log);
    }
}
