namespace ECommerce.Ledger;

internal static partial class Guards
{
    // An operator's change of a product is logged with the product as it was and as it is since.
    private static Verdict Logged(LedgerEvent<ProductSaveResult> change, Books books, Func<Verdict> decide)
    {
        var found = change.By is null ? null : books.Products.Find(change.Id);
        var before = found is null ? null : LogForm.Of(found, found.Offered(books.VariantsOf(found.Id)));
        var verdict = decide();
        if (verdict is { Kind: VerdictKind.Committed, Result: ProductSaveResult saved })
        {
            books.AddLog(change.By, "products/" + change.Id, before, LogForm.Of(saved.Product, saved.Variants));
        }

        return verdict;
    }
}
