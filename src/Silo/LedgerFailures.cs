using Orleans.Runtime;

namespace ECommerce.Silo;

/// <summary>Frontends know nothing of the ledger: what it throws leaves the silo as what the contracts name.</summary>
internal sealed class LedgerFailures : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (UnavailableException exception) when (exception.GetType() != typeof(UnavailableException))
        {
            throw new UnavailableException(exception.Reason());
        }
    }
}
