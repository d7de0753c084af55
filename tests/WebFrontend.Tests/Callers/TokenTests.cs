using System.Text;
using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Callers;

/// <summary>Development tokens beside a configured key, in the shared shop.</summary>
public sealed class Tokens_in_development(SqliteShop shop)
{
    private Shop Shop => shop.Shop;

    [Fact]
    public async Task A_dev_token_names_its_user()
    {
        var answer = (await Shop.Anonymous.Post("/dev/tokens", new { user = "mina", admin = false })).Expect(200);

        var claims = Claims(answer.Text("token"));
        Assert.Equal("mina", claims.Text("sub"));
        (await Shop.Bearer(answer.Text("token")).Wallet()).Expect(200);
        (await Shop.Bearer(answer.Text("token")).Get("/v1/admin/audit")).Expect(403, "forbidden");
    }

    [Fact]
    public async Task A_dev_token_of_an_operator_opens_admin()
    {
        var answer = (await Shop.Anonymous.Post("/dev/tokens", new { user = "boss", admin = true })).Expect(200);

        (await Shop.Bearer(answer.Text("token")).Get("/v1/admin/audit")).Expect(200);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Some.One_else-2@example.com")]
    [InlineData("auth0|5f7c8ec7c33c6c004bbafe82")]
    [InlineData("!#$%&'()*+,/:;<=>?@[\\]^`{|}~\"")]
    public async Task A_user_id_is_any_visible_ASCII(string user)
    {
        (await (await Shop.User(user)).Wallet()).Expect(200);
        (await Shop.Bearer(SignedToken.For(user)).Wallet()).Expect(200);
    }

    [Fact]
    public async Task A_user_id_has_up_to_128_characters()
    {
        (await (await Shop.User(new string('u', 128))).Wallet()).Expect(200);
        (await Shop.Anonymous.Post("/dev/tokens", new { user = new string('u', 129) })).Expect(422, "validation_failed");
        (await Shop.Bearer(SignedToken.For(new string('u', 129))).Wallet()).Expect(401, "unauthorized");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("with space")]
    [InlineData("미나")]
    [InlineData("nul\0l")]
    [InlineData("del\u007f")]
    [InlineData("line\nbreak")]
    public async Task A_user_id_of_other_characters_gets_no_token_and_a_signed_one_is_refused_with_the_reason(string user)
    {
        (await Shop.Anonymous.Post("/dev/tokens", new { user, admin = false })).Expect(422, "validation_failed");
        Assert.Contains("sub", (await Shop.Bearer(SignedToken.For(user)).Wallet()).Expect(401, "unauthorized").Text("detail"));
    }

    [Fact]
    public async Task A_token_whose_sub_is_missing_or_no_text_is_refused()
    {
        object?[] subjects = [null, true, new[] { "mina", "jun" }, new { id = "mina" }];
        foreach (var subject in subjects)
        {
            await IsRefused(SignedToken.With(claims: Member("sub", subject)));
        }

        await IsRefused(SignedToken.With(claims: new Dictionary<string, object?> { ["sub"] = null, ["Sub"] = "mina" }));
    }

    [Fact]
    public async Task A_token_without_an_end_is_refused_and_so_is_one_of_the_future()
    {
        Assert.Contains("exp", await IsRefused(SignedToken.With(claims: Member("exp", null))));
        await IsRefused(SignedToken.With(claims: Member("exp", "tomorrow")));
        await IsRefused(SignedToken.With(claims: Member("exp", -1)));
        long In(int hours) => DateTimeOffset.UtcNow.AddHours(hours).ToUnixTimeSeconds();
        Assert.Contains("not valid yet", await IsRefused(SignedToken.With(claims: new Dictionary<string, object?> { ["nbf"] = In(1), ["exp"] = In(2) })));
        Assert.Contains("nbf", await IsRefused(SignedToken.With(claims: new Dictionary<string, object?> { ["nbf"] = In(2), ["exp"] = In(1) })));
        (await Shop.Bearer(SignedToken.With(claims: Member("exp", 253_402_300_799))).Wallet()).Expect(200);
    }

    [Fact]
    public async Task A_token_with_critical_extensions_is_refused()
    {
        Assert.Contains("crit", await IsRefused(SignedToken.With(header: Member("crit", new[] { "exp" }))));
        await IsRefused(SignedToken.With(header: Member("crit", Array.Empty<string>())));
        await IsRefused(SignedToken.With(header: Member("crit", "exp")));
        await IsRefused(SignedToken.With(header: new Dictionary<string, object?> { ["crit"] = new[] { "b64" }, ["b64"] = false }));
        await IsRefused(SignedToken.With(header: Member("b64", false)));
        (await Shop.Bearer(SignedToken.With(header: Member("x-anything", "else"))).Wallet()).Expect(200);
    }

    [Fact]
    public async Task A_token_of_another_algorithm_an_encrypted_and_a_nested_one_are_refused()
    {
        string[] algorithms = ["none", "None", "nOnE", "", "HS384", "RS256", "ES256", "PS256", "EdDSA", "dir", "A128KW"];
        foreach (var algorithm in algorithms)
        {
            await IsRefused(SignedToken.With(header: Member("alg", algorithm)));
        }

        var (good, encrypted) = (SignedToken.For("mina"), SignedToken.With(header: new Dictionary<string, object?> { ["alg"] = "dir", ["enc"] = "A256GCM" }));
        var parts = encrypted.Split('.');
        await IsRefused($"{parts[0]}..{parts[1]}.{parts[1]}.{parts[2]}");
        await IsRefused(SignedToken.With(header: Member("cty", "JWT"), claims: new Dictionary<string, object?> { ["sub"] = null, ["jwt"] = good }));
        await IsRefused(good + "." + good);
        await IsRefused(SignedToken.With(claims: Member("pad", new string('a', 20_000)))[..^1]);
    }

    [Fact]
    public async Task The_role_is_told_by_the_exact_name_and_value_of_its_claim()
    {
        (string Name, object Value)[] claims = [("Role", "admin"), ("roles", "admin"), ("role", "Admin"), ("role", "admin "), ("role", new { admin = "admin" })];
        foreach (var (name, value) in claims)
        {
            (await Shop.Bearer(SignedToken.With(claims: Member(name, value))).Get("/v1/admin/payment-stream")).Expect(403, "forbidden");
        }

        (await Shop.Bearer(SignedToken.With(claims: Member("role", new[] { "user", "admin" }))).Get("/v1/admin/payment-stream")).Expect(200);
    }

    [Fact]
    public async Task A_configured_key_works_beside_dev_tokens()
    {
        (await Shop.Bearer(SignedToken.For(Some.UserId())).Wallet()).Expect(200);
        (await Shop.Bearer(SignedToken.For(Some.UserId())).Get("/v1/admin/audit")).Expect(403, "forbidden");
        (await Shop.Bearer(SignedToken.For(Some.UserId(), admin: true)).Get("/v1/admin/audit")).Expect(200);
    }

    [Fact]
    public async Task An_expired_forged_or_malformed_token_is_answered_401()
    {
        var user = Some.UserId();
        var good = SignedToken.For(user);
        string[] bad =
        [
            SignedToken.Expired(user), SignedToken.Forged(user), SignedToken.Forged(user, admin: true), SignedToken.Unsigned(user),
            SignedToken.Unsigned(user, admin: true), SignedToken.ForAnotherAudience(user), SignedToken.FromAnotherIssuer(user),
            "", "nonsense", "a.b.c", good[..^3], good + "AAAA", good.Split('.')[0] + "." + good.Split('.')[1] + ".", new string('a', 5_000),
        ];

        foreach (var token in bad)
        {
            var answer = (await Shop.Bearer(token).Wallet()).Expect(401, "unauthorized");
            Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"));
            (await Shop.Bearer(token).Get("/v1/admin/audit")).Expect(401, "unauthorized");
        }
    }

    private static Dictionary<string, object?> Member(string name, object? value) => new() { [name] = value };

    private async Task<string> IsRefused(string token)
    {
        var answer = (await Shop.Bearer(token).Wallet()).Expect(401, "unauthorized");
        Assert.StartsWith("Bearer error=\"invalid_token\"", answer.Header("WWW-Authenticate"));
        return answer.Text("detail");
    }

    private static JsonElement Claims(string token)
    {
        var middle = token.Split('.')[1];
        return JsonDocument.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(middle))).RootElement;
    }
}
