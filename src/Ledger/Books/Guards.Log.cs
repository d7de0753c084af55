namespace ECommerce.Ledger;

internal static partial class Guards
{
    // An operator's change of a product is logged with the product as it was and as it is since.
    private static Verdict Logged<TChange>(TChange change, Books books, Func<TChange, Books, Verdict> decide)
        where TChange : LedgerEvent<ProductSaveResult>
    {
        var found = change.By is null ? null : books.Products.Find(change.Id);
        var before = found is null ? null : LogForm.Of(found, found.Offered(books.VariantsOf(found.Id)));
        var verdict = decide(change, books);
        if (verdict is { Kind: VerdictKind.Committed, Result: ProductSaveResult saved })
        {
            books.AddLog(change.By, "products/" + change.Id, before, LogForm.Of(saved.Product, saved.Variants));
        }

        return verdict;
    }
}
