using System.Reflection;

namespace ECommerce.Simulation.Hunting;

/// <summary>
/// A ledger behind a network: each call and each answer is a step of its own, and faults can strike both. Whoever watches is told of
/// each commit at the moment when it is applied.
/// </summary>
internal class LedgerWay : DispatchProxy
{
    private ILedger _ledger = null!;
    private Scheduler _scheduler = null!;
    private StoryFaults _faults = null!;
    private ILedgerWatch _watch = null!;

    public static ILedger To(ILedger ledger, Scheduler scheduler, StoryFaults faults, ILedgerWatch watch)
    {
        var proxy = Create<ILedger, LedgerWay>();
        var way = (LedgerWay)(object)proxy;
        (way._ledger, way._scheduler, way._faults, way._watch) = (ledger, scheduler, faults, watch);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var call = RemoteMethod.Of(targetMethod!).NewCall(args ?? []);
        if (targetMethod!.Name == nameof(ILedger.Commit))
        {
            Commit(call, (IReadOnlyList<LedgerEvent>)args![0]!);
        }
        else
        {
            Ask(call, args!);
        }

        return call.Response;
    }

    private void Commit(RemoteCall call, IReadOnlyList<LedgerEvent> batch)
    {
        if (_faults.Strikes(Fault.CommitRefused))
        {
            Fail(call, _faults.Way(), new LedgerUnavailableException("The ledger takes nothing."));
        }
        else if (_faults.Strikes(Fault.CommitVanished))
        {
            Fail(call, _faults.UpTo(5), Uncertain());
        }
        else if (_faults.Strikes(Fault.CommitUnanswered))
        {
            _scheduler.Post(_faults.Way(), "commit", () =>
            {
                _ = Apply(call, batch);
                Fail(call, _faults.UpTo(5), Uncertain());
            });
        }
        else if (_faults.Strikes(Fault.CommitOvertaken))
        {
            Fail(call, _faults.Way(), Uncertain());
            _scheduler.Post(_faults.UpTo(3), "overtaken commit", () => Apply(call, batch));
        }
        else
        {
            _scheduler.Post(_faults.Strikes(Fault.CommitLate) ? _faults.UpTo(20) : _faults.Way(), "commit", () =>
            {
                var verdicts = Apply(call, batch);
                _scheduler.Post(_faults.Way(), "answer to commit", () => call.Complete(verdicts));
            });
        }
    }

    private Task Apply(RemoteCall call, IReadOnlyList<LedgerEvent> batch)
    {
        var applied = call.Invoke(_ledger);
        _watch.Committed(batch, ((Task<IReadOnlyList<Verdict>>)applied).Result);
        return applied;
    }

    private void Ask(RemoteCall call, object?[] args)
    {
        if (_faults.Strikes(Fault.ReadFailed))
        {
            Fail(call, _faults.UpTo(5), new LedgerUnavailableException("The connection went away."));
            return;
        }

        _scheduler.Post(_faults.Way(), call.Method.Name, () =>
        {
            var answer = call.Invoke(_ledger);
            if (call.Method.Info.Name == nameof(ILedger.TakenFromCart))
            {
                _watch.TakenFromCart((IReadOnlyCollection<string>)args[0]!);
            }

            _scheduler.Post(_faults.Strikes(Fault.ReadLate) ? _faults.UpTo(2) : _faults.Way(), "answer to " + call.Method.Name, () => call.Complete(answer));
        });
    }

    private void Fail(RemoteCall call, TimeSpan after, Exception failure) => _scheduler.Post(after, "failure of " + call.Method.Name, () => call.Fail(failure));

    private static LedgerUncertainException Uncertain() => new("The connection went away during a commit.");
}

/// <summary>Sees what the ledger does, when it does it.</summary>
internal interface ILedgerWatch
{
    void Committed(IReadOnlyList<LedgerEvent> batch, IReadOnlyList<Verdict> verdicts);

    void TakenFromCart(IReadOnlyCollection<string> orderIds);
}
