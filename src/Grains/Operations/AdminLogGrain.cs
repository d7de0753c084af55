namespace ECommerce.Grains;

// Keeps nothing.
[StatelessWorker(1)]
internal sealed class AdminLogGrain(ILedger ledger) : Grain, IAdminLogGrain
{
    public async Task<Page<LogLineView>> Get(LogSearch search, long? before, int limit)
    {
        var lines = await ledger.Log(search, before, limit + 1);
        return lines.ToPage(LogPage.CountOf(lines, limit), (number, line) =>
            new LogLineView(number, line.At, line.Actor, line.Action, line.Subject, line.Reason, line.Before, line.After));
    }
}
