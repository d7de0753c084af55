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
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_user_id_has_1_to_64_of_its_characters(string user)
    {
        (await (await Shop.User(user)).Wallet()).Expect(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("sl/ash")]
    [InlineData("미나")]
    [InlineData("nul\0l")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_user_id_of_other_characters_or_over_64_gets_no_token(string user)
    {
        (await Shop.Anonymous.Post("/dev/tokens", new { user, admin = false })).Expect(422, "validation_failed");
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("sl/ash")]
    [InlineData("미나")]
    [InlineData("")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_signed_token_with_a_bad_user_id_is_refused(string user)
    {
        (await Shop.Bearer(SignedToken.For(user)).Wallet()).Expect(401, "unauthorized");
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
            (await Shop.Bearer(token).Wallet()).Expect(401, "unauthorized");
            (await Shop.Bearer(token).Get("/v1/admin/audit")).Expect(401, "unauthorized");
        }
    }

    private static JsonElement Claims(string token)
    {
        var middle = token.Split('.')[1];
        return JsonDocument.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(middle))).RootElement;
    }
}
