using ECommerce.Simulation;

namespace ECommerce.Ledger;

/// <summary>
/// In the place of the product's, whose loop runs on the thread pool, where no seed can repeat an order. It promises grains the
/// same: one flush is in flight, and while it is, the next batch fills; each event gets its verdict or the failure of its flush.
/// It lives with its host and not with a grain, so what it was given is committed though the grain is dropped, and lost when the host is.
/// </summary>
internal sealed class GroupCommit(ILedger ledger, Scheduler scheduler, string name)
{
    private readonly Lane _lane = new("commits " + name, scheduler);
    private List<(LedgerEvent Change, TaskCompletionSource<Verdict> Verdict)> _waiting = [];
    private bool _isFlushing;

    public async Task<Verdict<TResult>> Commit<TResult>(LedgerEvent<TResult> change)
        where TResult : class
    {
        var waiting = new TaskCompletionSource<Verdict>();
        _waiting.Add((change, waiting));
        if (!_isFlushing)
        {
            _isFlushing = true;
            _ = _lane.Start(FlushAsync);
        }

        var verdict = await waiting.Task;
        return verdict.Fault is null
            ? new(verdict.Kind, (TResult?)verdict.Result, verdict.Guard, verdict.Sku, verdict.Available)
            : throw new InvalidOperationException($"{verdict.Fault}");
    }

    /// <summary>Ends with its host: the batch that fills is lost, and nobody hears of the one in flight.</summary>
    public void End()
    {
        _lane.Close();
        _waiting = [];
        _isFlushing = true;
    }

    private async Task FlushAsync()
    {
        while (_waiting.Count > 0)
        {
            var batch = _waiting;
            _waiting = [];
            try
            {
                var verdicts = await ledger.Commit(batch.ConvertAll(waiting => waiting.Change));
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Verdict.SetResult(verdicts[i]);
                }
            }
            catch (Exception failure)
            {
                // Whatever it was belongs to those who wait for it; a bug ends the run in the customer who meets it.
                batch.ForEach(waiting => waiting.Verdict.SetException(failure));
            }
        }

        _isFlushing = false;
    }
}
