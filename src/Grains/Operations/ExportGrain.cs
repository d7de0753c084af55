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
        return orders.ToPage(Size, order => order.ToOperatorsView([], now, refunds: null));
    }

    public async Task<Page<EntryOfUser>> Entries(DateTimeOffset from, DateTimeOffset to, long after) =>
        (await ledger.WalletEntries(from, to, after, Size + 1)).ToPage(Size, entry => new EntryOfUser(entry.UserId, entry.ToOperatorsView()));
}
