using System.Net.Http;

namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class Preconditions_on_Sqlite(SqliteShop shop) : PreconditionSuite(shop);

public sealed class Preconditions_on_Postgres(PostgresShop shop) : PreconditionSuite(shop);

public sealed class Preconditions_on_a_cluster(ClusterShop shop) : PreconditionSuite(shop);

/// <summary>Validators and preconditions of RFC 9110: nobody overwrites what they have not seen.</summary>
public abstract class PreconditionSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_reader_who_has_the_answer_already_is_told_so()
    {
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign());
        foreach (var path in new[] { "/v1/products/" + product.Id, "/v1/campaigns/" + campaign.Id, "/v1/cart" })
        {
            var user = await Shop.NewUser();
            var etag = (await user.Get(path)).Expect(200).Header("ETag")!;

            Assert.Equal(etag, (await user.Get(path, ("If-None-Match", $"\"other\", W/{etag}"))).Expect(304).Header("ETag"));
            (await user.Get(path, ("If-None-Match", "\"other\""))).Expect(200);
        }
    }

    [Theory]
    [InlineData("/v1/products?limit=1")]
    [InlineData("/v1/products/best-sellers")]
    [InlineData("/v1/campaigns")]
    public async Task Lists_have_ETags(string path)
    {
        // Other tests change these lists: sooner or later two answers in a row are the same.
        var answer = await Eventually.Ask(
            async () => await Shop.Anonymous.Get(path, ("If-None-Match", (await Shop.Anonymous.Get(path)).Expect(200).Header("ETag")!)),
            again => again.Status == 304,
            TimeSpan.FromSeconds(20));

        answer.Expect(304);
    }

    [Fact]
    public async Task A_change_of_the_cart_is_made_only_when_the_cart_is_as_the_user_knows_it()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var item = "/v1/cart/items/" + product.Sku;
        var empty = (await user.Cart()).Header("ETag")!;

        var one = (await user.Put(item, new { quantity = 1 }, ("If-Match", empty))).Expect(200);
        (await user.Put(item, new { quantity = 2 }, ("If-Match", empty))).Expect(412, "precondition_failed");
        (await user.Post("/v1/cart/items", new { sku = product.Sku, quantity = 2 }, ("If-Match", empty))).Expect(412, "precondition_failed");
        (await user.Send(HttpMethod.Delete, item, null, ("If-Match", empty))).Expect(412, "precondition_failed");
        (await user.Send(HttpMethod.Delete, "/v1/cart", null, ("If-Match", empty))).Expect(412, "precondition_failed");
        Assert.Equal(one.Text, (await user.Cart()).Text);

        var three = (await user.Post("/v1/cart/items", new { sku = product.Sku, quantity = 2 }, ("If-Match", one.Header("ETag")!))).Expect(200);
        Assert.Equal(3, three.Items().Single().Number("quantity"));
        var none = (await user.Send(HttpMethod.Delete, item, null, ("If-Match", three.Header("ETag")!))).Expect(200);
        Assert.Empty(none.Items());
        (await user.Send(HttpMethod.Delete, "/v1/cart", null, ("If-Match", none.Header("ETag")!))).Expect(204);
    }

    /// <summary>A header, where # stands for the tag of the cart as it is, and what becomes of a change that sends it.</summary>
    public static TheoryData<string, string, int> Forms => new()
    {
        { "If-Match", "#", 200 },
        { "If-Match", "*", 200 },
        { "If-Match", "\"other\", #", 200 },
        { "If-Match", "\"other\",#,", 200 },
        { "If-Match", "  #  ", 200 },
        { "If-Match", "\"other\"", 412 },
        { "If-Match", "W/#", 412 },
        { "If-Match", "W/#, \"other\"", 412 },
        { "If-Match", "\"*\"", 412 },
        { "If-Match", "\"\"", 412 },
        { "If-Match", "other", 400 },
        { "If-Match", "\"other", 400 },
        { "If-Match", "other, #", 400 },
        { "If-None-Match", "*", 412 },
        { "If-None-Match", "#", 412 },
        { "If-None-Match", "W/#", 412 },
        { "If-None-Match", "\"other\", #", 412 },
        { "If-None-Match", "\"other\"", 200 },
        { "If-None-Match", "\"*\"", 200 },
        { "If-None-Match", "nonsense", 400 },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_form_of_a_precondition_means_what_the_RFC_says(string header, string value, int status)
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        (await user.SetInCart(product.Sku, 1)).Expect(200);
        var tag = (await user.Cart()).Header("ETag")!;

        var answer = (await user.Put("/v1/cart/items/" + product.Sku, new { quantity = 2 }, (header, value.Replace("#", tag)))).Expect(status);

        Assert.Equal(status switch { 412 => "precondition_failed", 400 => "malformed_request", _ => null }, answer.Code);
        Assert.Equal(status == 200 ? 2 : 1, (await user.Cart()).Items().Single().Number("quantity"));
    }

    /// <summary>The same for a reader, who has the answer (304) or not; what cannot be read asks for nothing.</summary>
    public static TheoryData<string, int> ReadForms => new()
    {
        { "#", 304 }, { "W/#", 304 }, { "*", 304 }, { "\"other\", #", 304 }, { "\"other\"", 200 }, { "\"*\"", 200 }, { "nonsense", 200 }, { "", 200 },
    };

    [Theory]
    [MemberData(nameof(ReadForms))]
    public async Task Every_form_of_If_None_Match_tells_a_reader_what_the_RFC_says(string value, int status)
    {
        var user = await Shop.NewUser();
        var tag = (await user.Cart()).Header("ETag")!;

        (await user.Get("/v1/cart", ("If-None-Match", value.Replace("#", tag)))).Expect(status);
    }

    [Fact]
    public async Task The_tag_of_another_users_cart_is_no_tag_of_this_one_though_both_have_the_same_version()
    {
        var product = await Shop.Sells(Some.Product());
        var (user, other) = (await Shop.NewUser(), await Shop.NewUser());
        var (own, foreign) = ((await user.SetInCart(product.Sku, 1)).Expect(200), (await other.SetInCart(product.Sku, 1)).Expect(200));
        Assert.Equal(own.Text, foreign.Text);

        (await user.Put("/v1/cart/items/" + product.Sku, new { quantity = 2 }, ("If-Match", foreign.Header("ETag")!))).Expect(412, "precondition_failed");
        (await user.Get("/v1/cart", ("If-None-Match", foreign.Header("ETag")!))).Expect(200);
        (await user.Put("/v1/cart/items/" + product.Sku, new { quantity = 2 }, ("If-Match", own.Header("ETag")!))).Expect(200);
    }

    [Fact]
    public async Task Who_has_the_ranking_of_a_moment_ago_has_it_as_long_as_nothing_changes_in_it()
    {
        const string path = "/v1/products/best-sellers";
        var (first, later) = await Eventually.Ask(
            async () =>
            {
                var before = (await Shop.Anonymous.Get(path)).Expect(200);
                var after = await Eventually.Ask(() => Shop.Anonymous.Get(path), now => now.Text("asOf") != before.Text("asOf"), TimeSpan.FromSeconds(10));
                return (before, after);
            },
            // Other tests buy something now and then.
            pair => pair.before["items"].GetRawText() == pair.after["items"].GetRawText(),
            TimeSpan.FromSeconds(60));

        Assert.NotEqual(first.Text("asOf"), later.Text("asOf"));
        Assert.StartsWith("W/\"", first.Header("ETag"));
        Assert.Equal(first.Header("ETag"), later.Header("ETag"));
    }

    [Fact]
    public async Task A_product_is_replaced_only_when_it_is_as_its_operator_knows_it()
    {
        var admin = await Shop.Admin();
        var product = Some.Product();
        var path = "/v1/admin/products/" + product.Id;
        (await admin.Put(path, product.Body, ("If-Match", "*"))).Expect(412, "precondition_failed");
        var created = (await admin.Put(path, product.Body, ("If-None-Match", "*"))).Expect(201);
        (await admin.Put(path, (product with { Name = "Other" }).Body, ("If-None-Match", "*"))).Expect(412, "precondition_failed");

        var dearer = (await admin.Put(path, (product with { Price = 20_000 }).Body, ("If-Match", created.Header("ETag")!))).Expect(200);
        (await admin.Put(path, (product with { Price = 30_000 }).Body, ("If-Match", created.Header("ETag")!))).Expect(412, "precondition_failed");

        var read = await Eventually.Ask(
            () => Shop.Anonymous.Get("/v1/products/" + product.Id), answer => answer.Header("ETag") == dearer.Header("ETag"), Bounds.Freshness);
        Assert.Equal((20_000, dearer.Header("ETag")), (read.Number("price"), read.Header("ETag")));
    }

    [Fact]
    public async Task A_sale_changes_the_ETag_of_a_product_and_not_what_an_operator_replaces()
    {
        var product = await Shop.Sells(Some.Product());
        var before = (await Shop.Anonymous.Get("/v1/products/" + product.Id)).Header("ETag")!;
        (await (await Shop.NewUser(balance: 50_000)).Buy(product.Sku, 1)).Expect(201);
        await Shop.ShowsStock(product, 99);

        (await Shop.Anonymous.Get("/v1/products/" + product.Id, ("If-None-Match", before))).Expect(200);
        (await (await Shop.Admin()).Put("/v1/admin/products/" + product.Id, (product with { Price = 1 }).Body, ("If-Match", before))).Expect(200);
    }

    [Fact]
    public async Task A_campaign_is_replaced_only_when_it_is_as_its_operator_knows_it()
    {
        var admin = await Shop.Admin();
        var campaign = Some.Campaign();
        var path = "/v1/admin/campaigns/" + campaign.Id;
        (await admin.Put(path, campaign.Body, ("If-Match", "*"))).Expect(412, "precondition_failed");
        var created = (await admin.Put(path, campaign.Body, ("If-None-Match", "*"))).Expect(201).Header("ETag")!;
        (await (await Shop.NewUser()).Claim(campaign.Id)).Expect(201);
        (await admin.Put(path, campaign.Body, ("If-None-Match", "*"))).Expect(412, "precondition_failed");

        (await admin.Put(path, (campaign with { Quantity = 200 }).Body, ("If-Match", created))).Expect(200);
        (await admin.Put(path, (campaign with { Quantity = 300 }).Body, ("If-Match", created))).Expect(412, "precondition_failed");

        Assert.Equal(200, (await Eventually.Ask(
            () => Shop.Anonymous.Get("/v1/campaigns/" + campaign.Id), answer => answer.Number("quantity") == 200, Bounds.Freshness)).Number("quantity"));
    }

    [Fact]
    public async Task Of_many_who_know_the_same_one_changes_it()
    {
        var admin = await Shop.Admin();
        var user = await Shop.NewUser();
        var (product, campaign) = (await Shop.Sells(Some.Product()), await Shop.Runs(Some.Campaign()));
        var knownProduct = (await Shop.Anonymous.Get("/v1/products/" + product.Id)).Expect(200).Header("ETag")!;
        var knownCampaign = (await Shop.Anonymous.Get("/v1/campaigns/" + campaign.Id)).Expect(200).Header("ETag")!;
        var knownCart = (await user.Cart()).Header("ETag")!;
        var fresh = Some.Product();

        Func<int, Task<Answer>>[] changes =
        [
            i => admin.Put("/v1/admin/products/" + product.Id, (product with { Price = 100 + i }).Body, ("If-Match", knownProduct)),
            i => admin.Put("/v1/admin/campaigns/" + campaign.Id, (campaign with { Quantity = 200 + i }).Body, ("If-Match", knownCampaign)),
            i => admin.Put("/v1/admin/products/" + fresh.Id, (fresh with { Price = 100 + i }).Body, ("If-None-Match", "*")),
            i => user.Post("/v1/cart/items", new { sku = product.Sku, quantity = 1 + i }, ("If-Match", knownCart)),
        ];
        foreach (var change in changes)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(change));

            Assert.Single(answers, answer => answer.IsSuccess);
            Assert.All(answers.Where(answer => !answer.IsSuccess), answer => answer.Expect(412, "precondition_failed"));
        }
    }
}
