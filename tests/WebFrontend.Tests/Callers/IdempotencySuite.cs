namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class Idempotency_on_Sqlite(SqliteShop shop) : IdempotencySuite(shop);

public sealed class Idempotency_on_Postgres(PostgresShop shop) : IdempotencySuite(shop);

public sealed class Idempotency_on_a_cluster(ClusterShop shop) : IdempotencySuite(shop);

public abstract class IdempotencySuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    public static TheoryData<string> BadKeys => ["", "   ", "with space", "tab\tinside", "ключ", new string('k', 129), "\"\"", "a\u007fb"];

    [Fact]
    public async Task A_key_that_is_missing_is_told_before_anything_else_is_looked_at_wherever_one_is_needed()
    {
        var admin = await Shop.Admin();
        var needy = (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200)["paths"].EnumerateObject()
            .Where(path => path.Value.TryGetProperty("post", out var post) && post.TryGetProperty("parameters", out var parameters)
                && parameters.EnumerateArray().Any(it => it.Text("name") == "Idempotency-Key" && it.TryGetProperty("required", out var needed) && needed.GetBoolean()))
            .Select(path => path.Name.Replace("{id}", "none").Replace("{sku}", "none"))
            .ToList();

        Assert.Contains("/v1/orders", needy);
        Assert.Contains("/v1/admin/stock/none", needy);
        foreach (var path in needy)
        {
            (await admin.Post(path + "?color=Black", new { color = "Black" })).Expect(400, "idempotency_key_required");
            (await admin.Post(path, new { color = "Black" }, ("Idempotency-Key", "with space"))).Expect(400, "malformed_request");
            (await admin.Post(path, new { color = "Black" }, ("Idempotency-Key", Some.Key()))).Expect(422, "validation_failed");
        }
    }

    [Fact]
    public async Task A_repeated_charge_answers_as_the_first_and_says_so()
    {
        var user = await Shop.NewUser();
        var key = Some.Key();
        var first = (await user.Charge(3_000, key)).Expect(201);
        (await user.Charge(1_000)).Expect(201);

        var repeat = (await user.Charge(3_000, key)).Expect(201);

        Assert.Equal(first.Text, repeat.Text);
        Assert.Null(first.Header("Idempotent-Replayed"));
        Assert.Equal("true", repeat.Header("Idempotent-Replayed"));
        Assert.Equal(4_000, await user.Balance());
    }

    [Fact]
    public async Task A_repeated_order_answers_as_the_first_and_says_so()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var key = Some.Key();
        var first = (await user.Order(product.Sku, 2, key)).Expect(201);

        var repeat = (await user.Order(product.Sku, 2, key)).Expect(201);

        Assert.Equal(first.Text, repeat.Text);
        Assert.Equal(first.Header("Location"), repeat.Header("Location"));
        Assert.Equal("true", repeat.Header("Idempotent-Replayed"));
        Assert.Single((await user.Orders()).Items());
    }

    [Fact]
    public async Task A_repeated_order_keeps_its_first_price()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var key = Some.Key();
        (await user.Order(product.Sku, 1, key)).Expect(201);
        (await Shop.Save(product with { Price = 20_000 })).Expect(200);

        Assert.Equal(10_000, (await user.Order(product.Sku, 1, key)).Expect(201).Number("total"));
    }

    [Fact]
    public async Task A_repeated_change_of_stock_counts_once()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 10 });
        var key = Some.Key();
        var first = (await Shop.AdjustStock(product.Sku, 5, key)).Expect(200);

        var repeat = (await Shop.AdjustStock(product.Sku, 5, key)).Expect(200);

        Assert.Equal(15, first.Number("stock"));
        Assert.Equal(first.Text, repeat.Text);
        Assert.Equal("true", repeat.Header("Idempotent-Replayed"));
        await Shop.ShowsStock(product, 15);
    }

    [Fact]
    public async Task A_key_is_the_same_quoted_or_not()
    {
        var user = await Shop.NewUser();
        var key = Some.Key();
        var first = (await user.Charge(3_000, key)).Expect(201);

        var repeat = (await user.Charge(3_000, $"\"{key}\"")).Expect(201);

        Assert.Equal(first.Text, repeat.Text);
        Assert.Equal(3_000, await user.Balance());
    }

    [Fact]
    public async Task A_key_belongs_to_its_user_and_its_operation()
    {
        var product = await Shop.Sells(Some.Product());
        var (one, other, key) = (await Shop.NewUser(), await Shop.NewUser(), Some.Key());

        (await one.Charge(3_000, key)).Expect(201);
        var others = (await other.Charge(4_000, key)).Expect(201);
        var order = (await one.Order(product.Sku, 1, key)).Expect(201);

        Assert.Equal(4_000, others.Number("balance"));
        Assert.Null(others.Header("Idempotent-Replayed"));
        Assert.Null(order.Header("Idempotent-Replayed"));
    }

    [Fact]
    public async Task A_key_with_another_payload_is_refused()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 10 });
        var (user, key) = (await Shop.NewUser(), Some.Key());
        (await user.Charge(3_000, key)).Expect(201);
        (await user.Order(product.Sku, 1, key)).Expect(201);
        (await Shop.AdjustStock(product.Sku, 1, key)).Expect(200);

        (await user.Charge(3_001, key)).Expect(422, "idempotency_key_reused");
        (await user.Order(product.Sku, 2, key)).Expect(422, "idempotency_key_reused");
        (await user.Order([(product.Sku, 1), (product.Sku, 1)], key)).Expect(422, "idempotency_key_reused");
        (await Shop.AdjustStock(product.Sku, 2, key)).Expect(422, "idempotency_key_reused");

        Assert.Equal(3_000, await user.Balance());
        Assert.Single((await user.Orders()).Items());
        await Shop.ShowsStock(product, 11);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_done()
    {
        var product = await Shop.Sells(Some.Product());
        var (user, admin) = (await Shop.NewUser(), await Shop.Admin());

        (await user.Post("/v1/wallet/charges", new { amount = 3_000 })).Expect(400, "idempotency_key_required");
        (await user.Post("/v1/orders", new { items = new[] { new { sku = product.Sku, quantity = 1 } } }))
            .Expect(400, "idempotency_key_required");
        (await admin.Post("/v1/admin/stock/" + product.Sku, new { delta = 1 })).Expect(400, "idempotency_key_required");

        Assert.Equal(0, await user.Balance());
        Assert.Empty((await user.Orders()).Items());
        await Shop.ShowsStock(product, 100);
    }

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task A_key_of_other_characters_or_over_128_is_refused(string key)
    {
        var user = await Shop.NewUser();

        var answer = await user.Charge(3_000, key);

        Assert.InRange(answer.Status, 400, 422);
        Problem.IsWellFormed(answer);
        Assert.Equal(0, await user.Balance());
    }

    [Theory]
    [InlineData("!")]
    [InlineData("a-key_with~every^kind(of)visible*sign;and=more,{}[]|<>?/@#$%&'`+.:")]
    public async Task A_key_of_any_visible_characters_is_accepted(string key)
    {
        var user = await Shop.NewUser();

        (await user.Charge(3_000, key)).Expect(201);

        Assert.Equal("true", (await user.Charge(3_000, key)).Expect(201).Header("Idempotent-Replayed"));
    }

    [Fact]
    public async Task A_key_of_128_characters_is_accepted()
    {
        var user = await Shop.NewUser();

        (await user.Charge(3_000, new string('k', 128))).Expect(201);
        (await user.Charge(3_000, $"\"{new string('k', 128)}\"")).Expect(201);

        Assert.Equal(3_000, await user.Balance());
    }
}
