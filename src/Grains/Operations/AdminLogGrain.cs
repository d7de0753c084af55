namespace ECommerce.Grains;

// Keeps nothing.
[StatelessWorker(1)]
internal sealed class AdminLogGrain(ILedger ledger) : Grain, IAdminLogGrain
{
    public async Task<Page<LogLineView>> Get(LogSearch search, long? before, int limit)
    {
        var lines = await ledger.Log(search, before, limit + 1);
        return new(
            [
                .. lines.Take(limit).Select(line => new LogLineView(
                    line.Number, line.Row.At, line.Row.Actor, line.Row.Action, line.Row.Subject, line.Row.Reason, line.Row.Before, line.Row.After)),
            ],
            lines.Count > limit ? lines[limit - 1].Number : null);
    }
}
