using System.Reflection;

namespace ECommerce.Simulation.Shop;

/// <summary>
/// A ledger behind a network: each call and each answer is a step of its own, and faults can strike both. A call or an answer
/// that is lost ends as it does with a database: the caller is told that the connection is gone.
/// </summary>
internal class SimulatedLedger : DispatchProxy
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private ILedger _ledger = null!;
    private Scheduler _scheduler = null!;
    private Faults _faults = null!;

    public static ILedger Over(ILedger ledger, Scheduler scheduler, Faults faults)
    {
        var proxy = Create<ILedger, SimulatedLedger>();
        var simulated = (SimulatedLedger)(object)proxy;
        (simulated._ledger, simulated._scheduler, simulated._faults) = (ledger, scheduler, faults);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var call = RemoteMethod.Of(targetMethod!).NewCall(args ?? []);
        PostEach(_faults.Call(targetMethod!), $"{call.Method}", call, () =>
        {
            var result = call.Invoke(_ledger);
            PostEach(_faults.Answer(targetMethod!), $"answer to {call.Method}", call, () => call.Complete(result));
        });
        return call.Response;
    }

    private void PostEach(IReadOnlyList<TimeSpan> delays, string name, RemoteCall call, Action run)
    {
        foreach (var delay in delays)
        {
            _scheduler.Post(delay, name, run);
        }

        if (delays.Count == 0)
        {
            _scheduler.Post(Timeout, $"{name} is lost", () => call.Fail(Lost(call)));
        }
    }

    private static UnavailableException Lost(RemoteCall call) => call.Method.Info.Name == nameof(ILedger.Commit)
        ? new LedgerUncertainException("The connection went away during a commit.")
        : new LedgerUnavailableException("The connection went away.");
}
