namespace ECommerce.Grains;

// Keeps nothing: each silo reads for the frontends that ask it.
[StatelessWorker(1)]
internal sealed class ExportGrain(ILedger ledger, TimeProvider clock) : Grain, IExportGrain
{
    private const int Size = Bounds.MaximumExportPage;

    public async Task<Page<OrderView>> Orders(DateTimeOffset from, DateTimeOffset to, long after)
    {
        var orders = await ledger.Orders(from, to, after, Size + 1);
        var now = clock.Now();
        return orders.ToPage(Size, order => order.ToView([], now, refunds: null) with { UserId = order.UserId });
    }

    public async Task<Page<EntryOfUser>> Entries(DateTimeOffset from, DateTimeOffset to, long after) =>
        (await ledger.WalletEntries(from, to, after, Size + 1)).ToPage(Size, entry => new EntryOfUser(
            entry.UserId, new WalletEntryView(entry.Id, entry.Kind, entry.Amount, entry.Balance, entry.OrderId, entry.At)));
}
