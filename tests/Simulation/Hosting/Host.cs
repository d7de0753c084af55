namespace ECommerce.Simulation;

/// <summary>
/// Runs grains as one silo does, as far as our grains can tell. Arguments and results pass by reference and are not copied, so
/// they must not change once sent. Two hosts over the same storage and ledger have an activation each of the same grain.
/// </summary>
internal sealed class Host(
    string name, Scheduler scheduler, MemoryStorage storage, IReadOnlyDictionary<Type, object> services, Faults faults) : IGrainFactory
{
    private readonly Dictionary<GrainId, Activation> _activations = [];
    private bool _isGone;

    public Scheduler Scheduler => scheduler;

    public MemoryStorage Storage => storage;

    /// <summary>What the constructors of grains are given, by type.</summary>
    public IReadOnlyDictionary<Type, object> Services => services;

    public TGrain GetGrain<TGrain>(string primaryKey) where TGrain : IGrainWithStringKey =>
        GrainReference.To<TGrain>(this, new(GrainClass.Of(typeof(TGrain)), primaryKey));

    /// <summary>Drops the activation of a grain, if there is one.</summary>
    public void Drop<TGrain>(string primaryKey)
    {
        if (_activations.TryGetValue(new(GrainClass.Of(typeof(TGrain)), primaryKey), out var activation))
        {
            activation.Drop();
        }
    }

    /// <summary>Stops as a killed process does: drops every activation, and takes no call any more.</summary>
    public void Crash()
    {
        _isGone = true;
        foreach (var activation in _activations.Values.ToArray())
        {
            activation.Drop();
        }
    }

    public Task Send(GrainId grain, RemoteMethod method, object?[] arguments)
    {
        var call = method.NewCall(arguments);
        IReadOnlyList<TimeSpan> arrivals;
        try
        {
            arrivals = faults.Call(method.Info);
        }
        catch (OrleansException refusal)
        {
            call.Fail(refusal);
            return call.Response;
        }

        foreach (var delay in arrivals)
        {
            scheduler.Post(delay, $"{method} to {grain} {name}", () => Arrive(grain, call));
        }

        if (method.IsOneWay)
        {
            return Task.CompletedTask;
        }

        call.Deadline = scheduler.Clock.StartTimer(method.Timeout, $"timeout of {method} to {grain} {name}", () =>
            call.Fail(new TimeoutException($"{grain} {name} did not answer {method}; whether it had an effect is unknown.")));
        return call.Response;
    }

    public void Arrive(GrainId grain, RemoteCall call)
    {
        if (_isGone)
        {
            call.Fail(new SiloUnavailableException($"{name} is gone; {call.Method} was not begun."));
            return;
        }

        if (!_activations.TryGetValue(grain, out var activation))
        {
            _activations[grain] = activation = new(this, grain);
        }

        activation.Take(call);
    }

    public void Answer(Activation from, RemoteCall call, Task result)
    {
        foreach (var delay in call.Method.IsOneWay ? [] : faults.Answer(call.Method.Info))
        {
            scheduler.Post(delay, $"answer to {call.Method} from {from.Id} {name}", () => call.Complete(result));
        }
    }

    public void Forget(Activation activation) => _activations.Remove(activation.Id);

    public void AfterTurn(Activation activation)
    {
        // In its last turn an activation may have made place for a new one.
        if (_activations.GetValueOrDefault(activation.Id) == activation && faults.DropsAfterTurn(activation.Id))
        {
            activation.Drop();
        }
    }

    public override string ToString() => name;
}
