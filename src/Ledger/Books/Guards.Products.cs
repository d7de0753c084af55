using System.Globalization;

namespace ECommerce.Ledger;

internal static partial class Guards
{
    private static Verdict Adjust(StockAdjusted adjusted, Books books)
    {
        if (books.StockAdjustments.Find(adjusted.Id) is { } first)
        {
            return Verdict.Duplicate(first);
        }

        if (books.Variants.Find(adjusted.Sku) is not { } variant)
        {
            return Verdict.Refused(Guard.UnknownSku, adjusted.Sku);
        }

        var stock = (Int128)variant.Stock + adjusted.Delta;
        if (stock < 0 || stock > Bounds.MaximumStock)
        {
            return Verdict.Refused(Guard.Stock, adjusted.Sku, variant.Stock);
        }

        var adjustment = new StockAdjustment(adjusted.Id, adjusted.Sku, adjusted.Delta, (long)stock, adjusted.At);
        books.Variants.Update(variant with { Stock = (long)stock });
        books.StockAdjustments.Insert(adjustment);
        books.AddLog(adjusted.By, "stock/" + adjusted.Sku, new { variant.Stock }, new { adjustment.Stock });
        return Verdict.Committed(adjustment);
    }

    private static Verdict Save(ProductSaved saved, Books books)
    {
        if (saved.Replaces is { } read && !IsStill(read.Row, saved.Product.Id, books))
        {
            return Verdict.Refused(Guard.Replaced);
        }

        var found = books.Products.Find(saved.Product.Id);
        var merge = VariantMerge.Of(saved, found?.Offered(books.VariantsOf(found.Id)) ?? [], books.Variants.Find);
        if (merge.Blocked is [var blocked, ..] && (saved.LeavesOut is null || merge.Taken.Count == 0))
        {
            return Verdict.Refused(Guard.SkuTaken, blocked.BySku);
        }

        var product = saved.KeepsOthers && found is not null ? Merged(saved, found) : saved.Product;
        var named = merge.Taken.Select((variant, position) => RowOf(variant, position, saved.Unsaid, product, books)).ToList();
        var kept = merge.Kept.Select((row, index) => Kept(row, product) with { Position = named.Count + index }).ToList();
        if (saved.KeepsOthers)
        {
            product = product with { Options = Used(product.Options, [.. named, .. kept]) };
        }

        var stays = named.Concat(kept).Select(row => row.Sku).ToHashSet(StringComparer.Ordinal);
        var gone = books.VariantsOf(product.Id).Where(row => (row.IsSold || row.Withheld is not null) && !stays.Contains(row.Sku)).Select(LeftOut);
        return Change(found, product, [.. named, .. kept, .. gone], books, saved.At, others: kept, merge.Blocked);
    }

    private static Product Merged(ProductSaved saved, Product found)
    {
        var product = saved.Product;
        var keepsStatus = saved.Unsaid.HasFlag(ProductParts.Status) || product.Status == ProductStatus.Archived;
        return product with
        {
            Status = keepsStatus ? found.Status : product.Status,
            Description = saved.Unsaid.HasFlag(ProductParts.Description) ? found.Description : product.Description,
            Vendor = saved.Unsaid.HasFlag(ProductParts.Vendor) ? found.Vendor : product.Vendor,
            Type = saved.Unsaid.HasFlag(ProductParts.Type) ? found.Type : product.Type,
            Tags = saved.Unsaid.HasFlag(ProductParts.Tags) ? found.Tags : product.Tags,
            Images = saved.Unsaid.HasFlag(ProductParts.Images) ? found.Images : product.Images,
            ImageUrl = saved.Unsaid.HasFlag(ProductParts.Images) ? found.ImageUrl : product.ImageUrl,
        };
    }

    private static Verdict Withdraw(ProductWithdrawn withdrawn, Books books)
    {
        if (books.Products.Find(withdrawn.ProductId) is not { } found)
        {
            return Verdict.Refused(Guard.UnknownProduct);
        }

        if (withdrawn.Replaces is { } read && !IsStill(read.Row, found.Id, books))
        {
            return Verdict.Refused(Guard.Replaced);
        }

        var product = withdrawn.Archives ? found with { Status = ProductStatus.Archived } : found;
        var rows = books.VariantsOf(product.Id)
            .Where(row => row.IsSold || row.Withheld is not null)
            .Select(row => withdrawn.Skus.Contains(row.Sku) ? LeftOut(row) : Kept(row, product))
            .ToList();
        if (withdrawn.Skus.Count > 0)
        {
            product = product with { Options = Used(product.Options, product.Offered(rows)) };
        }

        return Change(found, product, rows, books, at: default, others: [], blocked: []);
    }

    // Writes the rows that differ; none is a repeat.
    private static Verdict Change(
        Product? found, Product product, List<Variant> rows, Books books, DateTimeOffset at, IReadOnlyList<Variant> others, IReadOnlyList<BlockedVariant> blocked)
    {
        var changed = rows.Where(row => books.Variants.Find(row.Sku) is not { } old || !Same(old, row)).ToList();
        if (found is not null && Same(found, product) && changed.Count == 0)
        {
            return Verdict.Duplicate(new ProductSaveResult(found, found.Offered(books.VariantsOf(found.Id)), Created: false, others) { Blocked = blocked });
        }

        if (found is null)
        {
            books.Products.Insert(product);
        }
        else
        {
            books.Products.Update(product);
        }

        foreach (var row in changed)
        {
            Write(row, books, at);
        }

        return Verdict.Committed(new ProductSaveResult(product, product.Offered(books.VariantsOf(product.Id)), Created: found is null, others) { Blocked = blocked });
    }

    private static bool IsStill(ProductSnapshot? read, string productId, Books books) =>
        books.Products.Find(productId) is not { } found ? read is null
        : read is not null && Same(read.Product, found) && SameButStock(read.Variants, found.Offered(books.VariantsOf(productId)));

    private static bool SameButStock(IReadOnlyList<Variant> read, IReadOnlyList<Variant> found) =>
        read.Count == found.Count &&
        read.Zip(found).All(pair =>
            pair.First with { Stock = 0, Options = pair.Second.Options } == pair.Second with { Stock = 0 } &&
            pair.First.Options.SequenceEqual(pair.Second.Options));

    // A sku that comes to a product begins with the stock that the product says. What was there before is written off.
    private static void Write(Variant row, Books books, DateTimeOffset at)
    {
        if (books.Variants.Find(row.Sku) is not { } old)
        {
            books.Variants.Insert(row);
            books.StockAdjustments.Insert(new("initial_" + row.Sku, row.Sku, row.Stock, row.Stock, at));
            return;
        }

        books.Variants.Update(row);
        if (old.Owners != row.Owners)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"initial{row.Owners}_{row.Sku}");
            books.StockAdjustments.Insert(new(id, row.Sku, row.Stock - old.Stock, row.Stock, at));
        }
    }

    private static Variant RowOf(NewVariant variant, int position, ProductParts unsaid, Product product, Books books)
    {
        var old = books.Variants.Find(variant.Sku);
        var hadIt = old is not null && old.ProductId == product.Id;
        var compareAt = hadIt && unsaid.HasFlag(ProductParts.CompareAtPrice) ? old!.CompareAtPrice : variant.CompareAtPrice;
        var image = hadIt && unsaid.HasFlag(ProductParts.VariantImage) ? old!.ImageUrl : variant.ImageUrl;
        return Kept(
            new(variant.Sku, product.Id, variant.Options, variant.Price, hadIt ? old!.Stock : variant.Stock ?? old?.Stock ?? 0, position, IsSold: true,
                compareAt, image, null, (old?.Owners ?? 0) + (hadIt ? 0 : 1)),
            product);
    }

    // A product that is active sells what it has, also what it withheld before.
    private static Variant Kept(Variant row, Product product) => product.Status == ProductStatus.Active
        ? row with { IsSold = true, Withheld = null }
        : row with { IsSold = false, Withheld = product.Status };

    private static Variant LeftOut(Variant row) => row with { IsSold = false, Withheld = null };

    // Options with the values that variants have, in the order given, then in that of the variants.
    private static IReadOnlyList<ProductOption> Used(IReadOnlyList<ProductOption> options, IReadOnlyList<Variant> variants) =>
    [
        .. options.Select(option =>
        {
            var used = variants.Select(variant => variant.Options.GetValueOrDefault(option.Name)).OfType<string>().Distinct().ToList();
            return option with { Values = [.. option.Values.Intersect(used).Union(used)] };
        }),
    ];

    // The main picture is the first one where none is said, so that it makes no difference whether it is said.
    private static bool Same(Product one, Product other) =>
        one with { Options = [], Tags = [], Images = [], ImageUrl = null } == other with { Options = [], Tags = [], Images = [], ImageUrl = null } &&
        (one.ImageUrl ?? one.Images.FirstOrDefault()?.Url) == (other.ImageUrl ?? other.Images.FirstOrDefault()?.Url) &&
        one.Tags.SequenceEqual(other.Tags) &&
        one.Images.SequenceEqual(other.Images) &&
        one.Options.Count == other.Options.Count &&
        one.Options.Zip(other.Options).All(pair =>
            pair.First.Name == pair.Second.Name && pair.First.Values.SequenceEqual(pair.Second.Values));

    private static bool Same(Variant one, Variant other) =>
        one with { Options = other.Options } == other && one.Options.SequenceEqual(other.Options);
}
