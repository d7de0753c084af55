using System.Net.Http;
using System.Text;

namespace ECommerce.WebFrontend.Tests.BadInput;

public sealed class Strict_bodies_on_Sqlite(SqliteShop shop) : StrictBodySuite(shop);

public sealed class Strict_bodies_on_Postgres(PostgresShop shop) : StrictBodySuite(shop);

/// <summary>The shop is strict in what it takes, and reads JSON and RFC 3339 as they are defined.</summary>
public abstract class StrictBodySuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Theory]
    [InlineData("POST", "/v1/orders/any/payment", """{"couponID":"cpn_1","expectedTotal":1}""", "couponID")]
    [InlineData("POST", "/v1/wallet/charges", """{"Amount":5000}""", "Amount amount")]
    [InlineData("POST", "/v1/wallet/charges", """{"amount":5000,"amount":6000}""", "amount")]
    [InlineData("POST", "/v1/wallet/charges", """{"amount":5000,"note":"a","note":"b"}""", "note note")]
    [InlineData("POST", "/v1/orders", """{"items":[{"sku":"a","quantity":1,"qty":2}],"payment":{"coupon":"x"}}""", "items[0].qty payment.coupon")]
    [InlineData("PUT", "/v1/admin/products/coat", """{"name":"Coat","colour":"x","variants":[{"sku":"a","price":1,"options":{"C":"1","C":"2"}}]}""", "colour variants[0].options.C")]
    [InlineData("PUT", "/v1/admin/campaigns/spring", """{"discount":{"type":"fixed","value":1,"max":2}}""",
        "discount.max name quantity validDays startsAt endsAt")]
    [InlineData("POST", "/dev/tokens", """{"user":"mina","role":"admin"}""", "role")]
    public async Task Members_that_are_unknown_or_there_twice_are_refused_by_name(string method, string path, string body, string fields)
    {
        var answer = (await Send(await Shop.Admin(), method, path, body)).Expect(422, "validation_failed");

        var named = answer["errors"].EnumerateObject().SelectMany(error => error.Value.EnumerateArray().Select(_ => error.Name));
        Assert.Equal(fields.Split(' ').Distinct().Order(), named.Distinct().Order());
    }

    [Fact]
    public async Task A_misspelt_coupon_costs_no_money()
    {
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign());
        var user = await Shop.NewUser(balance: 100_000);
        var (order, coupon) = (await user.Ordered(product.Sku, 1), await user.Claimed(campaign.Id));

        (await user.Post($"/v1/orders/{order}/payment", new { couponID = coupon })).Expect(422, "validation_failed");

        Assert.Equal(100_000, await user.Balance());
    }

    [Fact]
    public async Task The_name_of_an_unknown_member_is_given_back_only_in_part()
    {
        var answer = await Send(await Shop.Admin(), "POST", "/v1/wallet/charges", $$"""{"{{new string('x', 50_000)}}":1,"amount":5000}""");

        Assert.InRange(answer.Expect(422, "validation_failed").Text.Length, 100, 1_000);
    }

    [Theory]
    [InlineData("1000.0", 1_000)]
    [InlineData("1e3", 1_000)]
    [InlineData("1.5E+3", 1_500)]
    [InlineData("1000000e-3", 1_000)]
    [InlineData("0.001e6", 1_000)]
    [InlineData("1000.0000000000000000000000000000000000000000", 1_000)]
    public async Task A_number_that_is_whole_by_its_value_is_taken(string number, long amount)
    {
        var answer = await Send(await Shop.NewUser(), "POST", "/v1/wallet/charges", $$"""{"amount":{{number}}}""");

        Assert.Equal(amount, answer.Expect(201).Number("amount"));
    }

    [Theory]
    [InlineData("1000.5")]
    [InlineData("1e-3")]
    [InlineData("1000.0000000000000000000000000000000000000001")]
    [InlineData("1e400")]
    [InlineData("1e999999999999")]
    [InlineData("9223372036854775808")]
    [InlineData("\"1000\"")]
    public async Task A_number_that_is_not_whole_or_out_of_range_is_refused_by_name(string number)
    {
        var answer = await Send(await Shop.NewUser(), "POST", "/v1/wallet/charges", $$"""{"amount":{{number}}}""");

        Assert.True(answer.Expect(422, "validation_failed")["errors"].TryGetProperty("amount", out _));
    }

    [Theory]
    [InlineData("2030-01-31t09:00:00z", "2030-01-31T09:00:00.000Z")]
    [InlineData("2030-01-31T18:00:00+09:00", "2030-01-31T09:00:00.000Z")]
    [InlineData("2030-01-31T09:00:00-00:00", "2030-01-31T09:00:00.000Z")]
    [InlineData("2030-01-31T09:00:00.5Z", "2030-01-31T09:00:00.500Z")]
    [InlineData("2030-01-31T09:00:00.123456789012Z", "2030-01-31T09:00:00.123Z")]
    [InlineData("2030-01-31T04:15:00-23:45", "2030-02-01T04:00:00.000Z")]
    [InlineData("2030-06-30T23:59:60Z", "2030-07-01T00:00:00.000Z")]
    public async Task A_time_is_read_as_RFC_3339_has_it(string time, string read)
    {
        var campaign = Some.Id("timed");

        var saved = await Send(await Shop.Admin(), "PUT", "/v1/admin/campaigns/" + campaign, CampaignFrom(time));

        Assert.Equal(read, saved.Expect(201).Text("startsAt"));
    }

    [Theory]
    [InlineData("2030-01-31T09:00Z")]
    [InlineData("2030-01-31T09:00:00")]
    [InlineData("2030-01-31")]
    [InlineData("2030-01-31 09:00:00Z")]
    [InlineData("2030-02-30T09:00:00Z")]
    [InlineData("2030-01-31T24:00:00Z")]
    [InlineData("2030-01-31T09:00:00+0900")]
    [InlineData("2030-01-31T09:00:00+24:00")]
    [InlineData("2030-01-31T09:00:60Z")]
    [InlineData("2030-01-31T09:00:00.Z")]
    [InlineData("٢٠٣٠-01-31T09:00:00Z")]
    [InlineData("2030-01-31T09:00:00Z\\n")]
    public async Task A_time_that_RFC_3339_does_not_have_is_refused_by_name(string time)
    {
        var answer = await Send(await Shop.Admin(), "PUT", "/v1/admin/campaigns/timed", CampaignFrom(time));

        Assert.Equal(["startsAt"], answer.Expect(422, "validation_failed")["errors"].EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON; charset=\"UTF-8\"")]
    public async Task A_byte_order_mark_before_JSON_is_passed_over(string type)
    {
        var body = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("""{"amount":5000}""")]);
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        (await (await Shop.NewUser()).Send(HttpMethod.Post, "/v1/wallet/charges", body, ("Idempotency-Key", Some.Key()))).Expect(201);
    }

    [Theory]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=euc-kr")]
    [InlineData("text/json")]
    [InlineData("application/merge-patch+json")]
    public async Task Another_charset_or_type_is_not_supported(string type)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"amount":5000}"""));
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await (await Shop.NewUser()).Send(HttpMethod.Post, "/v1/wallet/charges", body, ("Idempotency-Key", Some.Key()));

        answer.Expect(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData("/v1/products?color=Black", "color")]
    [InlineData("/v1/products?Sort=price", "Sort")]
    [InlineData("/v1/products?sort=name&limit=0&color=Black&q=a&q=b", "sort limit color q")]
    [InlineData("/v1/products?limit=101", "limit")]
    [InlineData("/v1/products?option.=Black", "option.")]
    [InlineData("/v1/products/best-sellers?limit=3", "limit")]
    [InlineData("/v1/products/no-such-product?expand=all", "expand")]
    [InlineData("/v1/orders?limit=1e3&page=2", "limit page")]
    [InlineData("/v1/orders?limit=ten&cursor=1&cursor=2", "limit cursor")]
    [InlineData("/v1/coupons?status=lost&x=1", "status x")]
    [InlineData("/v1/campaigns?id=spring", "id")]
    [InlineData("/v1/admin/audit?full=true", "full")]
    public async Task Query_parameters_that_are_unknown_or_wrong_are_all_refused_by_name(string path, string names)
    {
        var answer = (await (await Shop.Admin()).Get(path)).Expect(422, "validation_failed");

        Assert.Equal(names.Split(' ').Order(), answer["errors"].EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task Faults_of_query_and_body_are_told_together()
    {
        var answer = (await Send(await Shop.NewUser(), "POST", "/v1/wallet/charges?dry=true", """{"amount":"5"}""")).Expect(422, "validation_failed");

        Assert.Equal(["amount", "dry"], answer["errors"].EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task Who_may_not_call_learns_nothing_of_the_query() =>
        (await Shop.Anonymous.Get("/v1/orders?page=2")).Expect(401, "unauthorized");

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task What_no_client_can_address_is_no_id_and_no_sku(string dots)
    {
        var admin = await Shop.Admin();
        var product = new { name = "Dot", variants = new[] { new { sku = dots, price = 1 } } };
        var escaped = dots.Replace(".", "%2e");

        Assert.True((await admin.Put("/v1/admin/products/dotted", product)).Expect(422)["errors"].TryGetProperty("variants[0].sku", out _));
        Assert.InRange((await admin.Put("/v1/admin/products/" + escaped, Some.Product().Body)).Status, 400, 422);
        Assert.InRange((await admin.Put("/v1/admin/campaigns/" + escaped, Some.Campaign().Body)).Status, 400, 422);
    }

    private static string CampaignFrom(string start) =>
        $$"""{"name":"Timed","discount":{"type":"fixed","value":1000},"quantity":1,"validDays":1,"startsAt":"{{start}}","endsAt":"2031-01-01T00:00:00Z"}""";

    private static Task<Answer> Send(Caller caller, string method, string path, string body) =>
        caller.Send(new HttpMethod(method), path, new StringContent(body, Encoding.UTF8, "application/json"), ("Idempotency-Key", Some.Key()));
}
