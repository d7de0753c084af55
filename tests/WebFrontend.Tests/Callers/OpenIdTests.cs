using System.Text;

namespace ECommerce.WebFrontend.Tests.Callers;

/// <summary>A shop whose users and operators come from a real OpenID provider.</summary>
public sealed class OpenIdTests
{
    private const string User = "auth0|5f7c8ec7c33c6c004bbafe82";
    private const string Boss = "waad|boss@shop.example";

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    public static TheoryData<string?, string, object> Shapes => new()
    {
        { null, "role", "admin" },
        { "roles", "roles", new[] { "user", "admin" } },
        { "realm_access.roles", "realm_access", new { roles = new[] { "offline_access", "admin" } } },
        { "https://shop.example/roles", "https://shop.example/roles", new[] { "admin" } },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Its_users_shop_and_its_admins_operate(string? roleClaim, string claim, object roles)
    {
        await using var provider = await OpenIdProvider.Start(new Dictionary<string, object> { [Boss] = new Dictionary<string, object> { [claim] = roles } });
        await using var deployment = await Deployment.Start(Settings(provider, ("Authentication__RoleClaim", roleClaim ?? "")));
        var shop = deployment.Shop();
        var (user, boss) = (shop.Bearer(await provider.SignIn(User)), shop.Bearer(await provider.SignIn(Boss)));

        (await user.Charge(10_000)).Expect(201);
        Assert.Equal(10_000, await shop.Bearer(await provider.SignIn(User)).Balance());
        Assert.Equal(0, await boss.Balance());
        (await user.Get("/v1/admin/audit")).Expect(403, "forbidden");
        (await boss.Get("/v1/admin/audit")).Expect(200);
    }

    [Fact]
    public async Task A_key_is_taken_with_the_first_token_it_signs_and_refused_once_it_is_withdrawn()
    {
        await using var provider = await OpenIdProvider.Start(new Dictionary<string, object>());
        await using var deployment = await Deployment.Start(Settings(provider));
        var shop = deployment.Shop();
        var before = shop.Bearer(await provider.SignIn(User));
        (await before.Wallet()).Expect(200);
        (await before.Wallet()).Expect(200);

        provider.Stop();
        await provider.Start();

        (await before.Wallet()).Expect(200);
        (await shop.Bearer(await provider.SignIn(User)).Wallet()).Expect(200);
        (await before.Wallet()).Expect(401, "unauthorized");
    }

    [Fact]
    public async Task While_it_is_away_tokens_that_need_it_are_answered_503_and_all_else_goes_on()
    {
        await using var provider = await OpenIdProvider.Start(new Dictionary<string, object>());
        await using var deployment = await Deployment.Start(Settings(provider) with { SigningKey = true });
        var shop = deployment.Shop();
        var user = shop.Bearer(await provider.SignIn(User));
        provider.Stop();

        Assert.NotNull((await user.Wallet()).Expect(503, "unavailable").Header("Retry-After"));
        (await user.Get("/v1/products")).Expect(200);
        (await shop.Anonymous.Get("/v1/products")).Expect(200);
        (await shop.Anonymous.Get("/v1/wallet")).Expect(401, "unauthorized");
        (await shop.Bearer("nonsense").Wallet()).Expect(401, "unauthorized");
        (await shop.Bearer(SignedToken.Expired("mina")).Wallet()).Expect(401, "unauthorized");
        (await shop.Bearer(SignedToken.For("mina")).Wallet()).Expect(200);

        await provider.Start();
        var back = shop.Bearer(await provider.SignIn(User));
        (await Eventually.Ask(() => back.Wallet(), answer => answer.Status != 503, Recovery)).Expect(200);
        (await user.Wallet()).Expect(401, "unauthorized");

        provider.Stop();
        (await back.Wallet()).Expect(200);
    }

    [Fact]
    public async Task Its_public_key_is_not_a_secret_to_sign_with()
    {
        await using var provider = await OpenIdProvider.Start(new Dictionary<string, object>());
        await using var deployment = await Deployment.Start(Settings(provider));
        var shop = deployment.Shop();
        var token = await provider.SignIn(User);
        (await shop.Bearer(token).Wallet()).Expect(200);
        using var http = new HttpClient { BaseAddress = provider.Authority };
        var published = await http.GetStringAsync("/jwks");
        var key = System.Text.Json.JsonDocument.Parse(published).RootElement.GetProperty("keys")[0];
        var modulus = System.Buffers.Text.Base64Url.DecodeFromChars(key.Text("n"));
        using var rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportParameters(new() { Modulus = modulus, Exponent = System.Buffers.Text.Base64Url.DecodeFromChars(key.Text("e")) });
        byte[][] secrets = [modulus, Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(rsa.ExportRSAPublicKeyPem()), rsa.ExportSubjectPublicKeyInfo()];

        foreach (var secret in secrets)
        {
            var header = new Dictionary<string, object?> { ["kid"] = key.Text("kid") };
            var claims = new Dictionary<string, object?> { ["iss"] = provider.Authority.ToString().TrimEnd('/'), ["aud"] = OpenIdProvider.Audience, ["role"] = "admin" };
            (await shop.Bearer(SignedToken.With(header, claims, secret)).Wallet()).Expect(401, "unauthorized");
        }

        (await shop.Bearer(token).Wallet()).Expect(200);
    }

    private static ShopSettings Settings(OpenIdProvider provider, params ReadOnlySpan<(string Name, string Value)> more) => new()
    {
        Stage = "Production",
        DevTokens = false,
        More = new Dictionary<string, string>
        {
            ["Authentication__Schemes__Bearer__Authority"] = provider.Authority.ToString(),
            ["Authentication__Schemes__Bearer__RequireHttpsMetadata"] = "false",
            ["Authentication__Schemes__Bearer__ValidAudiences__1"] = OpenIdProvider.Audience,
        }.With(more),
    };
}
