using ICU4N.Text;

namespace ECommerce.Grains.Tests.Products;

public sealed class MergeTests : ShopTest
{
    [Fact]
    public async Task A_merge_names_the_variants_that_it_leaves_as_they_are()
    {
        await Shop.Sells(("s", 3), ("m", 4));

        var merged = (await Shop.Product().Merge(new MergeProduct(Some.SaveProduct(("s", 9)), [], IsDryRun: false))).Value!;

        Assert.Equal((ProductStatus.Active, "m"), (merged.Status, Assert.Single(merged.Others)));
        Assert.Equal([("s", 3L), ("m", 4L)], (await Shop.Product().Get())!.Variants.Select(variant => (variant.Sku, variant.Stock)));
    }

    [Fact]
    public async Task A_dry_run_refuses_what_a_merge_refuses_and_changes_nothing()
    {
        await Shop.Sells("cap", ("c", 1));
        var theft = new MergeProduct(Some.SaveProduct(("s", 9), ("c", 9)), [], IsDryRun: true);
        var nameless = theft with { Product = theft.Product with { Name = " " } };

        var dry = (await Shop.Product().Merge(theft)).Value!;
        Assert.Equal([new BlockedVariant("c", VariantBlock.SkuTaken, "cap", "c")], dry.Blocked!);
        Assert.True(dry.IsUnchanged);
        Assert.Equivalent(dry, (await Shop.Product().Merge(theft with { IsDryRun = false })).Value);
        Assert.Equal(ProductRefusal.Invalid, (await Shop.Product().Merge(nameless)).Refusal);
        Assert.False((await Shop.Product().Merge(theft with { Product = Some.SaveProduct(("s", 9)) })).Value!.IsUnchanged);
        Assert.Null(await Shop.Product().Get());
    }

    [Fact]
    public async Task A_merge_that_leaves_out_what_is_blocked_saves_the_rest_and_takes_off_sale_what_it_is_told()
    {
        await Shop.Sells("cap", ("c", 1));
        await Shop.Sells(("s", 3), ("m", 4));
        var merge = new MergeProduct(Some.SaveProduct(("s", 9), ("c", 9)), [], IsDryRun: false, LeavesOut: ["m"]);

        var dry = (await Shop.Product().Merge(merge with { IsDryRun = true })).Value!;
        Assert.Equal(2, (await Shop.Product().Get())!.Variants.Count);
        var merged = (await Shop.Product().Merge(merge)).Value!;

        Assert.Equal([new BlockedVariant("c", VariantBlock.SkuTaken, "cap", "c")], merged.Blocked!);
        Assert.False(merged.IsUnchanged);
        Assert.Equal(merged.Blocked!, dry.Blocked!);
        Assert.Equal("s", Assert.Single((await Shop.Product().Get())!.Variants).Sku);
    }

    [Fact]
    public async Task A_merge_or_withdrawal_of_a_product_that_was_changed_meanwhile_is_refused()
    {
        await Shop.Sells(("s", 3), ("m", 4));
        var seen = (await Shop.Product().Merge(new MergeProduct(Some.SaveProduct(("s", 9)), [], IsDryRun: false))).Value!;
        await Shop.Prices("s", 20_000, on: Shop.Grains);
        var asSeen = new Precondition([seen.Tag!], null);

        Assert.Equal(ProductRefusal.PreconditionFailed, (await Shop.Product().WithdrawIf(new WithdrawProduct(["s"], Archives: false), asSeen)).Refusal);
        Assert.Equal(
            ProductRefusal.PreconditionFailed, (await Shop.Product().MergeIf(new MergeProduct(Some.SaveProduct(("s", 9)), [], IsDryRun: false), asSeen)).Refusal);

        var now = new Precondition([DefinitionTag.Of((await Shop.Product().Get())!)], null);
        Assert.Null((await Shop.Product().WithdrawIf(new WithdrawProduct([], Archives: true), now)).Refusal);
    }

    [Fact]
    public async Task A_dry_run_knows_that_a_derived_sku_means_the_variant_with_its_options()
    {
        await Shop.Sells("cap", ("derived", 1));
        await Shop.Sells(("s", 3));
        var product = Some.SaveProduct(("s", 9));
        var merge = new MergeProduct(product with { Variants = [product.Variants[0] with { Sku = "derived" }] }, ["derived"], IsDryRun: true);

        Assert.False((await Shop.Product().Merge(merge)).Value!.IsUnchanged);
        Assert.Empty((await Shop.Product().Merge(merge with { IsDryRun = false })).Value!.Others);
        Assert.Equal("s", Assert.Single((await Shop.Product().Get())!.Variants).Sku);
    }

    [Fact]
    public async Task A_withdrawn_product_is_neither_priced_nor_held_until_it_is_saved_again()
    {
        await Shop.Sells(("s", 3));
        await Shop.Charges(50_000);
        await Shop.Places("o1", "s");

        Assert.Equal(ProductStatus.Archived, (await Shop.Product().Withdraw(new WithdrawProduct([], Archives: true))).Value!.Status);

        Assert.Equal(ProductRefusal.UnknownProduct, (await Shop.Product("none").Withdraw(new WithdrawProduct([], Archives: true))).Refusal);
        Assert.Empty(await Shop.Product().Price([new StockLine("s", 1)]));
        Assert.Equal((OrderRefusal.SoldOut, 0), ((await Shop.Pays("o1")).Refusal!.Value, (await Shop.Pays("o1")).Facts!.Available));
        Assert.Equal(OrderRefusal.UnknownSku, (await Shop.Buys("o2", "s")).Refusal);
        Assert.Equal(3, (await Shop.Product().Get())!.Variants[0].Stock);

        await Shop.Sells(("s", 9));
        Assert.Null((await Shop.Pays("o1")).Refusal);
    }

    [Fact]
    public async Task Texts_are_kept_in_one_normal_form()
    {
        string Decomposed(string text) => Normalizer2.GetInstance(null, "nfc", Normalizer2Mode.Decompose).Normalize(text);
        var outcome = await Shop.Product().Save(new SaveProduct(
            Decomposed("셔츠"), Decomposed("é"), Decomposed("한빛"), null,
            [new ProductOption(Decomposed("색상"), [Decomposed("검정")])],
            [new SaveVariant(Decomposed("옷-1"), new Dictionary<string, string> { [Decomposed("색상")] = Decomposed("검정") }, 1, 1)],
            Decomposed("상의"), [Decomposed("여름")], [new ProductImage("/a.jpg", Decomposed("앞"))]));

        var saved = outcome.Value!.Product;
        Assert.Equal(
            ["셔츠", "é", "한빛", "색상", "검정", "옷-1", "검정", "상의", "여름", "앞"],
            [
                saved.Name, saved.Description, saved.Vendor, saved.Options[0].Name, saved.Options[0].Values[0], saved.Variants[0].Sku,
                saved.Variants[0].Options["색상"], saved.Type, saved.Tags[0], saved.Images[0].Alt,
            ]);
    }

    [Fact]
    public async Task The_price_before_is_that_of_the_variant_whose_price_is_shown()
    {
        var product = Some.SaveProduct(("s", 1), ("m", 1));
        var outcome = await Shop.Product().Save(product with
        {
            Variants = [product.Variants[0] with { CompareAtPrice = 20_000 }, product.Variants[1] with { Price = 9_000 }],
        });

        Assert.Equal((9_000, null), (outcome.Value!.Product.Price, outcome.Value.Product.CompareAtPrice));
    }
}
