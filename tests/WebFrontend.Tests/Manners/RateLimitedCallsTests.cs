using System.Net.Http;
using System.Text;

namespace ECommerce.WebFrontend.Tests.Manners;

public sealed class RateLimitedCallsTests
{
    private const string Limits = "RateLimits__";

    [Fact]
    public async Task A_user_who_asks_too_often_is_told_when_to_come_back_and_nobody_else_notices()
    {
        await using var deployment = await Deployment.Start(Settings((Limits + "User__PermitsPerSecond", "1"), (Limits + "User__Burst", "5")));
        var shop = deployment.Shop();
        var (mina, jun) = (await shop.User("mina"), await shop.User("jun"));

        var first = (await mina.Wallet()).Expect(200);
        Assert.Equal("\"user\";q=5;w=5", first.Header("RateLimit-Policy"));
        Assert.Equal("\"user\";r=4;t=1", first.Header("RateLimit"));
        var refused = await UntilRefused(() => mina.Wallet());

        refused.Expect(429, "rate_limited");
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Equal("\"user\";q=5;w=5", refused.Header("RateLimit-Policy"));
        Assert.StartsWith("\"user\";r=0;t=", refused.Header("RateLimit"));
        Assert.Equal("no-store", refused.Header("Cache-Control"));
        (await jun.Wallet()).Expect(200);
        (await shop.Anonymous.Get("/v1/products")).Expect(200);
        (await Eventually.Ask(() => mina.Wallet(), answer => answer.Status == 200, TimeSpan.FromSeconds(10))).Expect(200);
    }

    [Fact]
    public async Task An_answer_that_refuses_what_was_sent_tells_what_is_left_as_every_other_does()
    {
        await using var deployment = await Deployment.Start(Settings(("Cors__Origins", "https://shop.example")));
        var user = await deployment.Shop().NewUser();
        (string, string)[] headers = [("Idempotency-Key", Some.Key()), ("Origin", "https://shop.example"), ("Expect", "100-continue")];
        Task<Answer> Charge(string body, string type = "application/json") =>
            user.Send(HttpMethod.Post, "/v1/wallet/charges", new StringContent(body, Encoding.UTF8, type), headers);

        Answer[] answers =
        [
            (await Charge("{")).Expect(400, "malformed_request"), (await Charge("{}")).Expect(422, "validation_failed"),
            (await Charge("{}", "text/plain")).Expect(415, "unsupported_media_type"),
            (await Charge(new string(' ', 2 << 20))).Expect(413, "payload_too_large"),
            (await user.Get("/v1/orders?limit=0", headers)).Expect(422, "validation_failed"),
            (await user.Get("/v1/orders/none", headers)).Expect(404, "unknown_order"),
        ];

        Assert.All(answers, answer =>
        {
            Assert.Equal("\"user\";q=200;w=4", answer.Header("RateLimit-Policy"));
            Assert.StartsWith("\"user\";r=", answer.Header("RateLimit"));
            Assert.Equal("https://shop.example", answer.Header("Access-Control-Allow-Origin"));
            Assert.Equal("no-store", answer.Header("Cache-Control"));
        });
    }

    [Fact]
    public async Task Callers_without_a_valid_token_are_counted_together_by_their_address_and_do_not_count_for_users()
    {
        await using var deployment = await Deployment.Start(Settings((Limits + "Anonymous__PermitsPerSecond", "1"), (Limits + "Anonymous__Burst", "5")));
        var shop = deployment.Shop();
        var forged = shop.Bearer(SignedToken.Forged("mina"));

        (await shop.Anonymous.Get("/v1/products")).Expect(200);
        var refused = await UntilRefused(() => forged.Wallet());

        refused.Expect(429, "rate_limited");
        Assert.StartsWith("\"anonymous\";q=5;w=5", refused.Header("RateLimit-Policy"));
        (await UntilRefused(() => shop.Anonymous.Get("/v1/products"))).Expect(429, "rate_limited");
        (await (await shop.User("mina")).Wallet()).Expect(200);
        (await (await shop.User("mina")).Get("/v1/products")).Expect(200);
        (await shop.Anonymous.Get("/livez")).Expect(200);
        (await shop.Anonymous.Get("/readyz")).Expect(200);
    }

    [Fact]
    public async Task The_address_is_that_of_the_connection_unless_a_known_proxy_tells_another()
    {
        var limited = Settings((Limits + "Anonymous__PermitsPerSecond", "1"), (Limits + "Anonymous__Burst", "5"));
        await using (var open = await Deployment.Start(limited))
        {
            var refused = await UntilRefused(() => open.Shop().Anonymous.Get("/v1/products", ("X-Forwarded-For", Some.Id("10.0.0."))));
            refused.Expect(429, "rate_limited");
        }

        await using var deployment = await Deployment.Start(limited with { More = limited.More.With(("ForwardedHeaders__KnownProxies", "127.0.0.1, 10.1.0.0/16")) });
        var shop = deployment.Shop();

        Task<Answer> From(string forwarded) => shop.Anonymous.Get("/v1/products", ("X-Forwarded-For", forwarded));
        (await UntilRefused(() => From("192.0.2.7"))).Expect(429, "rate_limited");
        (await From("192.0.2.8")).Expect(200);
        (await UntilRefused(() => From("198.51.100.1, 192.0.2.7, 10.1.2.3"))).Expect(429, "rate_limited");
        (await UntilRefused(() => From("2001:db8:0:1::1"))).Expect(429, "rate_limited");
        (await UntilRefused(() => From("2001:db8:0:1:ffff::2"))).Expect(429, "rate_limited");
        (await From("2001:db8:0:2::1")).Expect(200);
        (await From("nonsense")).Expect(200);
    }

    [Fact]
    public async Task The_first_taps_of_a_drop_are_never_refused_by_default()
    {
        await using var deployment = await Deployment.Start(Settings());
        var shop = deployment.Shop();
        var campaign = await shop.Runs(Some.Campaign() with { Quantity = 10 });
        var users = await shop.NewUsers(100);

        var answers = await Task.WhenAll(users.SelectMany(user => new[] { user.Claim(campaign.Id), user.Claim(campaign.Id) }));

        Assert.Equal(10, answers.Count(answer => answer.Status == 201));
        Assert.All(answers, answer => Assert.True(answer.Status is 201 or 409, answer.ToString()));
    }

    /// <summary>Asks in a row, faster than permits come back.</summary>
    private static async Task<Answer> UntilRefused(Func<Task<Answer>> ask)
    {
        for (var i = 0; i < 50; i++)
        {
            var answers = await Task.WhenAll(ask(), ask(), ask(), ask());
            if (answers.FirstOrDefault(answer => answer.Status == 429) is { } refused)
            {
                return refused;
            }
        }

        return await ask();
    }

    private static ShopSettings Settings(params ReadOnlySpan<(string Name, string Value)> limits) => new()
    {
        SigningKey = true,
        RateLimits = true,
        More = new Dictionary<string, string>().With(limits),
    };
}
