namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_product_is_read_as_it_was_saved()
    {
        var product = Given.Product() with
        {
            Type = "외투",
            Tags = ["new", "겨울"],
            Images = [new("/coat.jpg", "A coat"), new("/back.jpg", null)],
        };
        var saved = new ProductSaved(product, [Given.Variant("coat-S") with { CompareAtPrice = 2_000, ImageUrl = "/s.jpg" }], Given.Now);

        await Commits(saved);
        await Repeats(saved);

        var read = (await Ledger.Product("coat", []))!;
        Assert.Equal(("외투", ProductStatus.Active), (read.Product.Type, read.Product.Status));
        Assert.Equal(product.Tags, read.Product.Tags);
        Assert.Equal(product.Images, read.Product.Images);
        Assert.Equal((2_000, "/s.jpg"), (read.Variants[0].CompareAtPrice!.Value, read.Variants[0].ImageUrl));
        await Commits(saved with { Product = product with { Tags = ["new"] } });
        await Commits(saved with { Product = product with { Tags = ["new"], Images = [] } });
        await Commits(saved with { Product = product with { Tags = ["new"], Images = [] }, Variants = [Given.Variant("coat-S")] });
    }

    [Theory]
    [InlineData(ProductStatus.Draft)]
    [InlineData(ProductStatus.Archived)]
    public async Task What_is_not_active_keeps_its_variants_and_sells_none(ProductStatus status)
    {
        await Ledger.Shop(stock: 10);
        await Commits(Given.Order("o1").Placed());
        var saved = await Commits(Given.SavedProduct() with { Product = Given.Product() with { Status = status } });

        Assert.Equal(["coat-S", "coat-M"], saved.Variants.Select(variant => variant.Sku));
        Assert.Equal(["coat-S", "coat-M"], (await Ledger.Product("coat", []))!.Variants.Select(variant => variant.Sku));
        Assert.Empty(await Ledger.Variants(["coat-S", "coat-M"]));
        await Refuses(Given.Order("o2").Placed(), Guard.Price, "coat-S");
        await Refuses(Given.Order("o1").Paid(), Guard.Stock, "coat-S");

        var back = await Commits(Given.SavedProduct(stock: 99));
        Assert.Equal([10L, 10L], back.Variants.Select(variant => variant.Stock));
        await Commits(Given.Order("o1").Paid());
    }

    [Fact]
    public async Task A_withdrawn_product_is_archived_once_and_is_sold_again_when_it_is_saved_as_active()
    {
        await Ledger.Shop(stock: 10);
        await Refuses(new ProductWithdrawn("hat", [], Archives: true), Guard.UnknownProduct);

        var archived = await Commits(new ProductWithdrawn("coat", [], Archives: true));
        await Repeats(new ProductWithdrawn("coat", [], Archives: true));

        Assert.Equal(ProductStatus.Archived, archived.Product.Status);
        Assert.Equal(["coat-S", "coat-M"], archived.Variants.Select(variant => variant.Sku));
        Assert.Empty(await Ledger.Variants(["coat-S"]));
        Assert.Equal([10L, 10L], (await Commits(Given.SavedProduct(stock: 1))).Variants.Select(variant => variant.Stock));
    }

    [Fact]
    public async Task A_withdrawn_variant_leaves_the_options_with_it()
    {
        await Ledger.Shop();

        var left = await Commits(new ProductWithdrawn("coat", ["coat-M", "hat-S"], Archives: false));
        await Repeats(new ProductWithdrawn("coat", ["coat-M"], Archives: false));

        Assert.Equal(["coat-S"], left.Variants.Select(variant => variant.Sku));
        Assert.Equal(["S"], left.Product.Options[0].Values);
        Assert.Equal(["coat-S"], (await Ledger.Variants(["coat-S", "coat-M"])).Select(variant => variant.Variant.Sku));
    }

    [Fact]
    public async Task A_save_that_keeps_others_leaves_them_as_they_are()
    {
        await Ledger.Shop(stock: 10);
        var merge = new ProductSaved(Given.Product(name: "Long coat"), [Given.Variant("coat-L", 3), Given.Variant("coat-S", price: 2_000)], Given.Now, KeepsOthers: true);

        var merged = await Commits(merge);
        await Repeats(merge);

        Assert.Equal(["coat-L", "coat-S", "coat-M"], merged.Variants.Select(variant => variant.Sku));
        Assert.Equal(["coat-M"], merged.Others.Select(variant => variant.Sku));
        Assert.Equal((1_000, 10), (merged.Others[0].Price, merged.Others[0].Stock));
        Assert.Equal(["S", "M", "L"], merged.Product.Options[0].Values);
        Assert.Equal(3, (await Ledger.Variants(["coat-S", "coat-M", "coat-L"])).Count);
    }

    [Fact]
    public async Task A_save_that_keeps_others_frees_no_sku()
    {
        await Ledger.Shop();
        var thief = new ProductSaved(Given.Product("hat"), [Given.Variant("coat-M")], Given.Now);
        var merge = new ProductSaved(Given.Product() with { Status = ProductStatus.Archived }, [Given.Variant("coat-S")], Given.Now, KeepsOthers: true);

        Assert.Equal(ProductStatus.Active, (await Repeats(merge)).Product.Status);
        await Refuses(thief, Guard.SkuTaken, "coat-M");
        await Commits(merge with { Product = Given.Product() with { Status = ProductStatus.Draft } });
        Assert.Empty(await Ledger.Variants(["coat-S", "coat-M"]));
        await Refuses(thief, Guard.SkuTaken, "coat-M");

        await Commits(new ProductWithdrawn("coat", [], Archives: true));
        await Commits(thief);
    }

    [Fact]
    public async Task A_new_product_that_is_not_active_is_saved_so_though_others_are_kept() => Assert.Equal(
        ProductStatus.Archived,
        (await Commits(Given.SavedProduct() with { Product = Given.Product() with { Status = ProductStatus.Archived }, KeepsOthers = true })).Product.Status);

    [Theory]
    [InlineData(ProductStatus.Draft)]
    [InlineData(ProductStatus.Archived)]
    public async Task A_product_that_becomes_active_sells_all_its_variants_also_those_that_are_not_named(ProductStatus status)
    {
        await Commits(Given.SavedProduct() with { Product = Given.Product() with { Status = status } });
        Assert.Empty(await Ledger.Variants(["coat-S", "coat-M"]));

        var back = await Commits(new ProductSaved(Given.Product(), [Given.Variant("coat-S")], Given.Now, KeepsOthers: true));

        Assert.Equal(["coat-S", "coat-M"], back.Variants.Select(variant => variant.Sku));
        Assert.Equal(["coat-M"], back.Others.Select(variant => variant.Sku));
        Assert.Equal(2, (await Ledger.Variants(["coat-S", "coat-M"])).Count);
    }

    [Fact]
    public async Task A_save_that_keeps_others_is_refused_while_another_variant_has_a_sku_or_the_options()
    {
        await Ledger.Shop();
        await Commits(Given.SavedProduct("hat"));
        var merge = new ProductSaved(Given.Product(), [Given.Variant("coat-S"), Given.Variant("hat-S"), Given.Variant("new-M")], Given.Now, KeepsOthers: true);

        await Refuses(merge, Guard.SkuTaken, "hat-S");
        await Refuses(merge with { Variants = [Given.Variant("new-M")] }, Guard.SkuTaken, "coat-M");
        await Refuses(merge with { Product = merge.Product with { Options = [new("Width", ["S"])] }, Variants = [Given.Variant("coat-S")] }, Guard.SkuTaken, "coat-M");
        await Refuses(merge with { Variants = [Given.Variant("hat-S"), Given.Variant("new-M")], LeavesOut = [] }, Guard.SkuTaken, "hat-S");

        var left = await Commits(merge with { Variants = [Given.Variant("coat-S", price: 2_000), .. merge.Variants.Skip(1)], LeavesOut = [] });
        Assert.Equal(
            [
                new BlockedVariant("hat-S", VariantBlock.SkuTaken, "hat", "hat-S"),
                new BlockedVariant("new-M", VariantBlock.SameOptions, "coat", "coat-M"),
            ], left.Blocked);
        Assert.Equal([("coat-S", 2_000), ("coat-M", 1_000)], left.Variants.Select(variant => (variant.Sku, variant.Price)));
    }

    [Fact]
    public async Task A_save_takes_the_place_of_the_variants_that_it_leaves_out()
    {
        await Ledger.Shop();
        var merge = new ProductSaved(Given.Product(), [Given.Variant("coat-S"), Given.Variant("new-M")], Given.Now, KeepsOthers: true) { LeavesOut = ["coat-M", "hat-S"] };

        var merged = await Commits(merge);
        await Repeats(merge);

        Assert.Equal(["coat-S", "new-M"], merged.Variants.Select(variant => variant.Sku));
        Assert.Equal((0, 0), (merged.Others.Count, merged.Blocked.Count));
        Assert.Equal(["coat-S", "new-M"], (await Ledger.Variants(["coat-S", "coat-M", "new-M"])).Select(row => row.Variant.Sku).Order());
    }

    [Fact]
    public async Task A_variant_that_is_blocked_stays_and_blocks_the_one_that_would_have_its_options()
    {
        await Ledger.Shop();
        var moved = Given.Variant("coat-S") with { Options = new Dictionary<string, string> { ["Size"] = "M" } };
        var merge = new ProductSaved(Given.Product(), [moved, Given.Variant("new-S"), Given.Variant("new-L")], Given.Now, KeepsOthers: true) { LeavesOut = [] };

        var merged = await Commits(merge);

        Assert.Equal([("coat-S", "coat-M"), ("new-S", "coat-S")], merged.Blocked.Select(block => (block.Sku, block.BySku)));
        Assert.Equal(["new-L", "coat-S", "coat-M"], merged.Variants.Select(variant => variant.Sku));
    }

    [Fact]
    public async Task A_derived_sku_is_not_that_of_a_variant_which_another_row_means()
    {
        await Ledger.Shop();
        var other = Given.Variant("coat-M") with { Options = new Dictionary<string, string> { ["Size"] = "L" } };
        var merge = new ProductSaved(
            Given.Product(), [Given.Variant("coat-S"), Given.Variant("derived-M", price: 2_000), other], Given.Now, KeepsOthers: true, DerivedSkus: ["derived-M", "coat-M"])
        {
            LeavesOut = [],
        };

        var merged = await Commits(merge);

        Assert.Equal([new BlockedVariant("coat-M", VariantBlock.SkuTaken, "coat", "coat-M")], merged.Blocked);
        Assert.Equal([("coat-S", 1_000), ("coat-M", 2_000)], merged.Variants.Select(variant => (variant.Sku, variant.Price)));
    }

    [Fact]
    public async Task What_was_changed_since_it_was_read_is_not_withdrawn()
    {
        await Ledger.Shop();
        var read = await Ledger.Product("coat", []);
        await Commits(new StockAdjusted("a1", "coat-S", 1, Given.Now));
        var withdrawn = new ProductWithdrawn("coat", ["coat-M"], Archives: false) { Replaces = new(read) };
        await Commits(Given.SavedProduct() with { Product = Given.Product(name: "Other coat") });

        await Refuses(withdrawn, Guard.Replaced);
        await Refuses(withdrawn with { ProductId = "hat" }, Guard.UnknownProduct);
        await Commits(withdrawn with { Replaces = new(await Ledger.Product("coat", [])) });
    }

    [Fact]
    public async Task A_variant_with_a_derived_sku_is_the_one_that_has_its_options()
    {
        await Ledger.Shop(stock: 10);
        var merge = new ProductSaved(
            Given.Product(), [Given.Variant("derived-M", price: 2_000), Given.Variant("derived-L", stock: 3)], Given.Now, KeepsOthers: true,
            DerivedSkus: ["derived-M", "derived-L"]);

        var merged = await Commits(merge);
        await Repeats(merge);

        Assert.Equal(
            [("coat-M", 2_000, 10), ("derived-L", 1_000, 3), ("coat-S", 1_000, 10)],
            merged.Variants.Select(variant => (variant.Sku, variant.Price, variant.Stock)));
        Assert.Equal(["coat-S"], merged.Others.Select(variant => variant.Sku));
    }

    [Fact]
    public async Task A_sku_that_nobody_sells_goes_to_another_product_with_the_stock_that_it_says()
    {
        await Ledger.Shop(stock: 10);
        await Commits(Given.Order("o1", lines: Given.Line("coat-M", 2)).Bought());
        await Commits(Given.Order("o2", lines: Given.Line("coat-M", 1)).Placed());
        await Commits(new ProductSaved(Given.Product(), [Given.Variant("coat-S")], Given.Now));

        var hat = new ProductSaved(Given.Product("hat"), [Given.Variant("coat-M", stock: 5, price: 3_000)], Given.Now);
        Assert.Equal(5, (await Commits(hat)).Variants[0].Stock);
        await Repeats(hat with { Variants = [Given.Variant("coat-M", stock: 7, price: 3_000)] });

        Assert.Equal("hat", (await Ledger.Skus(["coat-M"]))[0].ProductId);
        Assert.Equal(["coat-S"], (await Ledger.Product("coat", []))!.Variants.Select(variant => variant.Sku));

        // The order was placed at the coat's price; the units of the other come back to the sku.
        await Refuses(Given.Order("o2", lines: Given.Line("coat-M", 1)).Paid(), Guard.Stock, "coat-M");
        await Commits(Given.Order("o1", lines: Given.Line("coat-M", 2)).Cancelled());
        Assert.Equal(7, (await Ledger.Skus(["coat-M"]))[0].Stock);
        await Refuses(Given.SavedProduct(), Guard.SkuTaken, "coat-M");
    }

    [Fact]
    public async Task A_sku_goes_back_and_forth_also_within_one_moment_and_one_batch()
    {
        await Ledger.Shop(stock: 10);
        LedgerEvent[] there =
        [
            new ProductWithdrawn("coat", ["coat-M"], Archives: false),
            new ProductSaved(Given.Product("hat"), [Given.Variant("coat-M", stock: 4)], Given.Now),
            new ProductWithdrawn("hat", [], Archives: true),
        ];
        var back = Given.SavedProduct(stock: 6);

        Assert.All(await Ledger.Commit([.. there, back]), verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));
        Assert.All(await Ledger.Commit(there), verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));

        var row = (await Ledger.Skus(["coat-M", "none"])).Single();
        Assert.Equal(("hat", 4, 4), (row.ProductId, row.Stock, row.Owners));
        Assert.Equal("coat-M", (await Ledger.Product("hat", []))!.Variants.Single().Sku);
    }

    [Fact]
    public async Task Products_of_any_status_are_read_newest_first_with_all_that_they_ever_sold()
    {
        await Ledger.Shop();
        await Ledger.Commit([Given.SavedProduct("hat") with { Product = Given.Product("hat") with { Status = ProductStatus.Draft } }, Given.SavedProduct("tie")]);
        await Commits(Given.Order("o1", lines: Given.Line(quantity: 3)).Bought());
        await Commits(Given.Order("o2", lines: Given.Line(quantity: 2)).Bought());
        await Commits(Given.Order("o2", lines: Given.Line(quantity: 2)).Cancelled());

        var first = await Ledger.Products(null, null, 2);
        Assert.Equal(["tie", "hat"], first.Select(product => product.Product.Id));
        Assert.Equal(["coat"], (await Ledger.Products(null, first[^1].Ordinal, 2)).Select(product => product.Product.Id));
        Assert.Equal(["hat"], (await Ledger.Products(ProductStatus.Draft, null, 2)).Select(product => product.Product.Id));
        Assert.Equal(2, first[1].Variants.Count);
        Assert.Equal([new ProductSales("coat", 3)], await Ledger.UnitsSold(["coat", "hat"]));
    }
}
