using Orleans.Runtime;

namespace ECommerce.Silo;

/// <summary>A silo joins when the ledger is open: its storage reads what the migrations wrote.</summary>
internal sealed class LedgerFirst(LedgerStart ledger) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LedgerFirst), ServiceLifecycleStage.First, cancellation => ledger.Opened.WaitAsync(cancellation));
}
