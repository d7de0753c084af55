using ECommerce.LocalEngine.Calls;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace ECommerce.LocalEngine.Turns;

/// <summary>
/// Everything about one grain (class and key): what waits, what runs, and at most one activation at a time. An activation ends
/// completely before the next begins, and what waits moves on to it. Once closed, a new mailbox takes its place.
/// </summary>
internal sealed class Mailbox : ITurn
{
    private readonly GrainDirectory _directory;
    private readonly TurnScheduler _turns;

    // Any thread.
    private readonly Admissions _admissions;
    private long _lastUsed;

    // Turns of this mailbox only.
    private readonly RequestQueue _queue = new();
    private readonly List<TaskCompletionSource> _quiet = [];
    private Phase _phase;
    private Activation? _activation;

    public Mailbox(GrainDirectory directory, string key)
    {
        _directory = directory;
        Id = new(directory.Class.Name, key);
        _turns = new(this, directory.Engine.Options);
        _admissions = new(directory.Engine.Options.MailboxBound);
        _lastUsed = directory.Engine.Options.Clock.GetTimestamp();
    }

    private enum Phase
    {
        Dormant,
        Activating,
        Active,
        Deactivating,
    }

    public GrainId Id { get; }

    public Engine Engine => _directory.Engine;

    public GrainClass Class => _directory.Class;

    /// <summary>The activation whose constructor may be running.</summary>
    public Activation? Activating => _phase == Phase.Activating ? _activation : null;

    /// <summary>Sends a request; any thread.</summary>
    public Posting Post(Request request)
    {
        var posting = _admissions.TryAdmit();
        if (posting == Posting.Posted)
        {
            request.Mailbox = this;
            _turns.Post(request);
        }

        return posting;
    }

    /// <summary>Has a turn run soon, and with it what is ready; any thread.</summary>
    public void Wake(ITurn? turn = null) => _turns.Post(turn ?? this);

    /// <summary>Whether nobody used it for that long; any thread, so only a hint.</summary>
    public bool IsIdle(TimeSpan age) =>
        _admissions.IsEmpty && Engine.Options.Clock.GetElapsedTime(Volatile.Read(ref _lastUsed)) >= age;

    /// <summary>A turn that only wakes.</summary>
    void ITurn.Run()
    {
    }

    public void Arrive(Request request) => _queue.Add(request, request.AdmissionTo(Class));

    public void Arrive(GrainTimer tick, Activation activation)
    {
        if (activation == _activation && _phase is Phase.Activating or Phase.Active)
        {
            _queue.Add(tick, tick.AdmissionTo(Class));
        }
    }

    public void Touch() => Volatile.Write(ref _lastUsed, Engine.Options.Clock.GetTimestamp());

    public void CollectIfIdle(TimeSpan age)
    {
        if (_phase == Phase.Active && _queue is { Running: 0, HasWaiting: false } && IsIdle(age) && !_activation!.IsKept)
        {
            _activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Nobody called it for {age}."));
        }
    }

    /// <summary>Completes the task when no request runs or waits.</summary>
    public void WhenQuiet(TaskCompletionSource quiet) => _quiet.Add(quiet);

    /// <summary>Ends the activation, if there is one, and completes the task when the mailbox has none.</summary>
    public void Retire(DeactivationReason reason, TaskCompletionSource retired)
    {
        _activation?.Deactivate(reason);
        if (_phase == Phase.Dormant)
        {
            Close();
            retired.SetResult();
            return;
        }

        _activation!.Ended.Add(retired);
    }

    /// <summary>Takes the next step if one can be taken: start the activation, end it, or start an invocation.</summary>
    public bool RunReady()
    {
        if (_quiet.Count > 0 && _admissions.IsEmpty)
        {
            _quiet.ForEach(quiet => quiet.SetResult());
            _quiet.Clear();
        }

        return _phase switch
        {
            Phase.Dormant => _queue.HasWaiting && Begin(ActivateAsync),
            Phase.Active when _activation!.Ending is not null && (_activation.HasServed || !_queue.HasWaiting) =>
                _queue.Running == 0 && Begin(DeactivateAsync),
            Phase.Active => StartNext(),
            Phase.Activating or Phase.Deactivating => false,
        };
    }

    private static bool Begin(Func<Task> step)
    {
        _ = step();
        return true;
    }

    private bool StartNext()
    {
        if (_queue.Start() is not { } invocation)
        {
            return false;
        }

        var activation = _activation!;
        activation.HasServed |= invocation is Request;
        var task = invocation.Start(activation.Instance);
        if (task.IsCompleted)
        {
            Finish(invocation, task);
        }
        else
        {
            FinishLater(invocation, task);
        }

        return true;
    }

    private void FinishLater(Invocation invocation, Task task) =>
        task.GetAwaiter().UnsafeOnCompleted(() => Finish(invocation, task));

    private void Finish(Invocation invocation, Task finished)
    {
        _queue.Completed(invocation.AdmissionTo(Class));
        if (invocation is Request)
        {
            Touch();
            _admissions.Release();
            if (finished.Exception?.InnerException is InconsistentStateException { IsSourceActivation: true } stale)
            {
                stale.IsSourceActivation = false;
                _activation!.Deactivate(new(DeactivationReasonCode.ApplicationError, "The stored state is not what it read.", stale));
            }
        }

        invocation.Complete(finished);
    }

    private async Task ActivateAsync()
    {
        _phase = Phase.Activating;
        _activation = new(this);
        try
        {
            await _activation.StartAsync();
            Touch();
            _phase = Phase.Active;
        }
        catch (Exception failure)
        {
            Log.ActivationFailed(Engine.Logger, Id, failure);
            await _activation.AbandonAsync();
            FailWaiting(failure);
            Leave();
        }
    }

    private async Task DeactivateAsync()
    {
        _phase = Phase.Deactivating;
        await _activation!.StopAsync(_activation.Ending!.Value);
        var waiting = _queue.TakeAll();
        foreach (var request in waiting.OfType<Request>())
        {
            Arrive(request);
        }

        Leave();
    }

    private void FailWaiting(Exception failure)
    {
        Request[] waiting = [.. _queue.TakeAll().OfType<Request>()];
        _admissions.Release(waiting.Length);
        Array.ForEach(waiting, request => request.Fail(failure));
    }

    private void Leave()
    {
        var ended = _activation!.Ended;
        _activation = null;
        _phase = Phase.Dormant;
        Close();
        ended.ForEach(waiter => waiter.SetResult());
    }

    private void Close()
    {
        if (_admissions.TryClose())
        {
            _directory.Forget(this);
        }
    }
}
