using System.Reflection;

namespace ECommerce.Simulation.Tests;

/// <summary>A ledger that lets a test do something while a caller waits for it.</summary>
internal class HookedLedger : DispatchProxy
{
    private readonly List<(string Method, int Skips, bool IsAfter, Func<Task> Hook)> _hooks = [];
    private ILedger _ledger = null!;
    private Scheduler _scheduler = null!;

    public static (ILedger Ledger, HookedLedger Hooks) Over(ILedger ledger, Scheduler scheduler)
    {
        var proxy = Create<ILedger, HookedLedger>();
        var hooked = (HookedLedger)(object)proxy;
        (hooked._ledger, hooked._scheduler) = (ledger, scheduler);
        return (proxy, hooked);
    }

    /// <summary>Once, before the ledger is asked by that method.</summary>
    /// <param name="skips">How many calls of the method come before that.</param>
    public void Before(string method, Func<Task> hook, int skips = 0) => _hooks.Add((method, skips, false, hook));

    /// <summary>Once, when the ledger has answered and before the caller hears of it.</summary>
    public void After(string method, Func<Task> hook) => _hooks.Add((method, 0, true, hook));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var call = RemoteMethod.Of(targetMethod!).NewCall(args ?? []);
        var at = _hooks.FindIndex(hook => hook.Method == targetMethod!.Name);
        var isDue = at >= 0 && _hooks[at].Skips == 0;
        var hook = isDue ? _hooks[at] : default;
        if (isDue)
        {
            _hooks.RemoveAt(at);
        }
        else if (at >= 0)
        {
            _hooks[at] = _hooks[at] with { Skips = _hooks[at].Skips - 1 };
        }

        _ = _scheduler.Start("ledger", async () =>
        {
            if (isDue && !hook.IsAfter)
            {
                await hook.Hook();
            }

            var answer = call.Invoke(_ledger);
            if (isDue && hook.IsAfter)
            {
                await hook.Hook();
            }

            // In a step of its own: a continuation that asks for no scheduler would leave this one's thread.
            _scheduler.Post("answer of the ledger", () => call.Complete(answer));
        });
        return call.Response;
    }
}
