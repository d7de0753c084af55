using Microsoft.Extensions.Time.Testing;

namespace ECommerce.Ledger.Tests;

// What every ledger promises. Each test has a ledger of its own, and the audit must hold at its end.
public abstract partial class LedgerContract : IAsyncLifetime
{
    private protected FakeTimeProvider Clock { get; } = new(Given.Now);

    private protected ILedger Ledger { get; private set; } = null!;

    private protected IOutbox Outbox { get; private set; } = null!;

    protected abstract Task<(ILedger Ledger, IOutbox Outbox)> Create(TimeProvider clock);

    // The same books in a process that has committed nothing yet.
    protected virtual Task<(ILedger Ledger, IOutbox Outbox)> Restarted(TimeProvider clock) => Task.FromResult((Ledger, Outbox));

    protected virtual ValueTask Cleanup() => ValueTask.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        (Ledger, Outbox) = await Create(Clock);
        await Ledger.Open();
    }

    public async ValueTask DisposeAsync()
    {
        if (Ledger is not null)
        {
            var audit = await Ledger.Audit();
            await Cleanup();
            Assert.True(audit.Ok, string.Join("; ", audit.Checks.Where(check => !check.Ok)));
        }

        GC.SuppressFinalize(this);
    }

    private async Task Refuses(LedgerEvent change, Guard guard, string? sku = null, long available = 0)
    {
        var verdict = await Ledger.One(change);
        Assert.Equal(Verdict.Refused(guard, sku, available), verdict);
    }

    private async Task<TResult> Commits<TResult>(LedgerEvent<TResult> change)
        where TResult : class
    {
        var verdict = await Ledger.One(change);
        Assert.Equal((VerdictKind.Committed, null), (verdict.Kind, verdict.Guard));
        return (TResult)verdict.Result!;
    }

    private async Task<TResult> Repeats<TResult>(LedgerEvent<TResult> change)
        where TResult : class
    {
        var verdict = await Ledger.One(change);
        Assert.Equal((VerdictKind.Duplicate, null), (verdict.Kind, verdict.Guard));
        return (TResult)verdict.Result!;
    }
}
