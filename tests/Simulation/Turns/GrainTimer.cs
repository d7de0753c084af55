using ECommerce.LocalEngine.Calls;
using Orleans.Runtime;

namespace ECommerce.LocalEngine.Turns;

/// <summary>A timer of an activation. The clock only posts a tick; the tick runs as an invocation and then arms the clock again.</summary>
internal sealed class GrainTimer : Invocation, IGrainTimer, ITurn
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _clock;
    private TimeSpan _period;
    private TimeSpan? _changedDueTime;
    private int _ticking;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        _period = options.Period;
        _clock = activation.Engine.Options.Clock.CreateTimer(
            static self => ((GrainTimer)self!).Tick(), this, options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        if (Volatile.Read(ref _ticking) == 1)
        {
            _changedDueTime = dueTime;
            return;
        }

        _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _clock.Dispose();
        _activation.Forget(this);
    }

    public void Run() => _activation.Mailbox.Arrive(this, _activation);

    public override Admission AdmissionTo(GrainClass grainClass) =>
        grainClass.IsReentrant || _options.Interleave ? Admission.Interleaving : Admission.Exclusive;

    public override Task Start(object grain)
    {
        if (_disposed.IsCancellationRequested)
        {
            return Task.CompletedTask;
        }

        try
        {
            return _callback(_disposed.Token);
        }
        catch (Exception failure)
        {
            return Task.FromException(failure);
        }
    }

    public override void Complete(Task finished)
    {
        if (finished.Exception is { InnerException: { } failure })
        {
            Log.TimerFailed(_activation.Engine.Logger, _activation.Id, failure);
        }

        if (_options.KeepAlive)
        {
            _activation.Mailbox.Touch();
        }

        var dueTime = _changedDueTime ?? _period;
        _changedDueTime = null;
        Volatile.Write(ref _ticking, 0);
        if (!_disposed.IsCancellationRequested)
        {
            _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick()
    {
        if (Interlocked.Exchange(ref _ticking, 1) == 0)
        {
            _activation.Mailbox.Wake(this);
        }
    }
}
