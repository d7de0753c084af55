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
        return Verdict.Committed(adjustment);
    }

    private static Verdict Save(ProductSaved saved, Books books)
    {
        if (saved.Replaces is { } read && !IsStill(read.Row, saved.Product.Id, books))
        {
            return Verdict.Refused(Guard.Replaced);
        }

        var product = saved.Product;
        var taken = saved.Variants.FirstOrDefault(variant => books.Variants.Find(variant.Sku) is { } found && found.ProductId != product.Id);
        if (taken is not null)
        {
            return Verdict.Refused(Guard.SkuTaken, taken.Sku);
        }

        var found = books.Products.Find(product.Id);
        if (found is not null && Same(found, product) && Same(books.SoldVariantsOf(product.Id), saved.Variants))
        {
            return Verdict.Duplicate(new ProductSaveResult(found, books.SoldVariantsOf(product.Id), Created: false));
        }

        if (found is null)
        {
            books.Products.Insert(product);
        }
        else
        {
            books.Products.Update(product);
        }

        SaveVariants(saved, books);
        return Verdict.Committed(new ProductSaveResult(product, books.SoldVariantsOf(product.Id), Created: found is null));
    }

    private static bool IsStill(ProductSnapshot? read, string productId, Books books) =>
        books.Products.Find(productId) is not { } found ? read is null
        : read is not null && Same(read.Product, found) && SameButStock(read.Variants, books.SoldVariantsOf(productId));

    private static bool SameButStock(IReadOnlyList<Variant> read, IReadOnlyList<Variant> found) =>
        read.Count == found.Count &&
        read.Zip(found).All(pair =>
            pair.First with { Stock = 0, Options = pair.Second.Options } == pair.Second with { Stock = 0 } &&
            pair.First.Options.SequenceEqual(pair.Second.Options));

    private static void SaveVariants(ProductSaved saved, Books books)
    {
        var named = saved.Variants.Select(variant => variant.Sku).ToHashSet(StringComparer.Ordinal);
        foreach (var left in books.VariantsOf(saved.Product.Id).Where(variant => variant.IsSold && !named.Contains(variant.Sku)))
        {
            books.Variants.Update(left with { IsSold = false });
        }

        for (var position = 0; position < saved.Variants.Count; position++)
        {
            var (sku, options, price, stock) = saved.Variants[position];
            if (books.Variants.Find(sku) is { } variant)
            {
                books.Variants.Update(variant with { Options = options, Price = price, Position = position, IsSold = true });
                continue;
            }

            books.Variants.Insert(new(sku, saved.Product.Id, options, price, stock, position, IsSold: true));
            books.StockAdjustments.Insert(new("initial_" + sku, sku, stock, stock, saved.At));
        }
    }

    private static bool Same(Product one, Product other) =>
        one with { Options = [] } == other with { Options = [] } &&
        one.Options.Count == other.Options.Count &&
        one.Options.Zip(other.Options).All(pair =>
            pair.First.Name == pair.Second.Name && pair.First.Values.SequenceEqual(pair.Second.Values));

    private static bool Same(IReadOnlyList<Variant> sold, IReadOnlyList<NewVariant> saved) =>
        sold.Count == saved.Count &&
        sold.Zip(saved).Select((pair, position) => (pair.First, pair.Second, position)).All(pair =>
            pair.First.Sku == pair.Second.Sku && pair.First.Price == pair.Second.Price && pair.First.Position == pair.position &&
            pair.First.Options.SequenceEqual(pair.Second.Options));
}
