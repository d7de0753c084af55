using System.Net.Http;
using System.Text;

namespace ECommerce.WebFrontend.Tests.BadInput;

/// <summary>A bad body is told all its faults at once, so that it can be mended in one go.</summary>
public sealed class Body_faults(SqliteShop shop)
{
    private Shop Shop => shop.Shop;

    public static TheoryData<string, string, string, string> Bodies => new()
    {
        {
            "PUT", "/v1/admin/products/coat",
            """
            {"name":"","description":5,"vendor":"a\nb","imageUrl":"ftp://x","options":[{"name":"Size","values":[]},null],
            "variants":[{"price":-1,"options":{"Size":null}},{"sku":" x","price":"5","stock":1.5}]}
            """,
            "name description vendor imageUrl options[0].values options[1] variants[0].sku variants[0].price variants[0].options.Size "
                + "variants[1].sku variants[1].price variants[1].stock"
        },
        {
            "PUT", "/v1/admin/products/a%20b",
            """
            {"name":"Coat","options":[{"name":"Size","values":["S","S"]},{"name":"Size","values":["M"]}],
            "variants":[{"sku":"a","price":1},{"sku":"a","price":1,"options":{"Size":"L"}}]}
            """,
            "id options[0].values options variants[0].options variants[1].options variants"
        },
        { "PUT", "/v1/admin/products/coat", """{"options":{}}""", "name options variants" },
        {
            "PUT", "/v1/admin/campaigns/spring",
            """{"discount":{"type":"half","value":0,"maximum":true},"minimumOrder":-1,"quantity":"5","validDays":0,"startsAt":"2030-01-01T00:00:00","endsAt":5}""",
            "name discount.type discount.value discount.maximum minimumOrder quantity validDays startsAt endsAt"
        },
        {
            "PUT", "/v1/admin/campaigns/a%20b",
            """
            {"name":"Spring","discount":{"type":"percent","value":101},"quantity":1,"validDays":1,
            "startsAt":"1999-01-01T00:00:00Z","endsAt":"1998-01-01T00:00:00Z"}
            """,
            "id discount.value startsAt endsAt"
        },
        { "POST", "/v1/orders", """{"items":[{"quantity":0},5,null,{"sku":7,"quantity":100}],"fromCart":"no"}""",
            "items[0].sku items[0].quantity items[1] items[2] items[3].sku items[3].quantity fromCart" },
        { "POST", "/v1/orders/any/payment", """{"couponId":1,"expectedTotal":"1"}""", "couponId expectedTotal" },
        { "POST", "/v1/cart/items", """{"quantity":100}""", "sku quantity" },
        { "POST", "/v1/admin/payment-stream/replay", """{"from":5}""", "from to" },
        { "POST", "/dev/tokens", """{"admin":1}""", "user admin" },
        { "POST", "/v1/wallet/charges", "[]", "$" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task All_faults_of_a_body_are_named_at_once(string method, string path, string body, string fields)
    {
        var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await (await Shop.Admin()).Send(new HttpMethod(method), path, content, ("Idempotency-Key", Some.Key()));

        answer.Expect(422, "validation_failed");
        var errors = answer["errors"].EnumerateObject().ToList();
        Assert.Equal(fields.Split(' ').Order(), errors.Select(error => error.Name).Order());
        Assert.All(errors, error => Assert.All(error.Value.EnumerateArray(), reason => Assert.NotEmpty(reason.GetString()!)));
    }

    [Fact]
    public async Task Two_faults_of_one_field_are_both_named()
    {
        var variant = new { sku = "a", price = 1 };
        var answer = await (await Shop.Admin()).Put("/v1/admin/products/coat", new { name = "Coat", variants = new[] { variant, variant } });

        Assert.Equal(2, answer.Expect(422, "validation_failed")["errors"].GetProperty("variants").GetArrayLength());
    }

    [Fact]
    public async Task An_endless_list_of_faults_is_cut_short()
    {
        var answer = await (await Shop.NewUser()).Post("/v1/orders", new { items = Enumerable.Range(0, 100_000) }, ("Idempotency-Key", Some.Key()));

        Assert.InRange(answer.Expect(422, "validation_failed")["errors"].EnumerateObject().Count(), 2, 100);
    }

    [Fact]
    public async Task A_member_that_may_be_null_may_be_left_out()
    {
        var id = Some.Id("bag");

        (await (await Shop.Admin()).Put("/v1/admin/products/" + id, new { name = "Bag", variants = new[] { new { sku = id, price = 1 } } })).Expect(201);

        Assert.Empty((await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200)["options"].EnumerateArray());
    }
}
