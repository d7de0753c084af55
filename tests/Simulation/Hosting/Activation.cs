using System.Reflection;
using Orleans.Storage;

namespace ECommerce.Simulation;

/// <summary>One life of a grain in one host: its instance, and the calls that run and that wait.</summary>
internal sealed class Activation
{
    private readonly List<RemoteCall> _waiting = [];
    private readonly List<RemoteCall> _running = [];
    private readonly Lane _lane;
    private RemoteCall? _exclusive;
    private Grain? _instance;
    private bool _isEnding;

    public Activation(Host host, GrainId id)
    {
        (Host, Id) = (host, id);
        _lane = new($"{id} {host}", host.Scheduler, () => host.AfterTurn(this));
        _lane.Start(BeginAsync);
    }

    public Host Host { get; }

    public GrainId Id { get; }

    public void Take(RemoteCall call)
    {
        _waiting.Add(call);
        StartWaiting();
    }

    /// <summary>Lets the running calls complete; those that wait go to a new activation.</summary>
    public void EndWhenIdle() => _isEnding = true;

    /// <summary>Ends at once, at the awaits that its calls have come to. Their callers, and those that wait, get an exception.</summary>
    public void Drop()
    {
        Host.Scheduler.Note($"{Id} {Host} is dropped");
        _lane.Close();
        Host.Forget(this);
        foreach (var call in _running.Concat(_waiting))
        {
            var failure = new SiloUnavailableException($"{Id} {Host} is gone; {call.Method} may have had an effect.");
            Host.Answer(this, call, Task.FromException(failure));
        }
    }

    private async Task BeginAsync()
    {
        var states = new List<IStoredState>();
        try
        {
            var instance = Id.Class.Create(parameter => Give(parameter, states));
            instance.Activation = this;
            foreach (var state in states)
            {
                await state.ReadStateAsync();
            }

            _instance = instance;
        }
        catch (Exception failure)
        {
            Host.Forget(this);
            _waiting.ForEach(call => Host.Answer(this, call, Task.FromException(failure)));
            return;
        }

        StartWaiting();
    }

    private object Give(ParameterInfo parameter, List<IStoredState> states)
    {
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } asked)
        {
            return Host.Services[parameter.ParameterType];
        }

        var type = typeof(StoredState<>).MakeGenericType(parameter.ParameterType.GenericTypeArguments);
        var state = (IStoredState)Activator.CreateInstance(type, Host.Storage, Id, asked.StateName)!;
        states.Add(state);
        return state;
    }

    private void StartWaiting()
    {
        if (_instance is null)
        {
            return;
        }

        if (!_isEnding)
        {
            foreach (var call in _waiting.ToArray())
            {
                StartUnlessItMustWait(call);
            }
        }
        else if (_running.Count == 0)
        {
            _lane.Close();
            Host.Forget(this);
            _waiting.ForEach(call => Host.Arrive(Id, call));
        }
    }

    private void StartUnlessItMustWait(RemoteCall call)
    {
        if (!call.Method.IsInterleaving)
        {
            if (_exclusive is not null)
            {
                return;
            }

            _exclusive = call;
        }

        _waiting.Remove(call);
        _running.Add(call);
        _lane.Start(() => ServeAsync(call));
    }

    private async Task ServeAsync(RemoteCall call)
    {
        var result = call.Invoke(_instance!);
        await result.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        _running.Remove(call);
        _exclusive = _exclusive == call ? null : _exclusive;
        if (result.Exception?.InnerException is InconsistentStateException { IsSourceActivation: true } stale)
        {
            stale.IsSourceActivation = false;
            EndWhenIdle();
        }

        Host.Answer(this, call, result);
        StartWaiting();
    }
}
