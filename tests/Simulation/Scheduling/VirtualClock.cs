namespace ECommerce.Simulation;

/// <summary>Time that stands still while a step is ready, and then jumps to the next timer.</summary>
internal sealed class VirtualClock(Scheduler scheduler) : TimeProvider
{
    /// <summary>The time at which every simulation begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(VirtualTimer Timer, int Setting), (TimeSpan Due, long Number)> _due = new();
    private long _settings;

    /// <summary>How long the simulation has run.</summary>
    public TimeSpan Elapsed { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, "timer", () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A timer that runs once, under that name.</summary>
    public ITimer StartTimer(TimeSpan dueTime, string name, Action run)
    {
        var timer = new VirtualTimer(this, name, run);
        timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        return timer;
    }

    /// <summary>Completes when that much time has passed.</summary>
    public Task Delay(TimeSpan time)
    {
        var over = new TaskCompletionSource();
        StartTimer(time, "delay", over.SetResult);
        return over.Task;
    }

    /// <summary>Makes the timers ready that are due next. False: there is none.</summary>
    public bool MoveToNextTimer()
    {
        var isReady = false;
        while (_due.TryPeek(out var next, out var at) && (!isReady || at.Due == Elapsed))
        {
            _due.Dequeue();
            if (next.Timer.IsSet(next.Setting))
            {
                isReady = true;
                Elapsed = at.Due;
                scheduler.Post(next.Timer.Name, () => next.Timer.Tick(next.Setting));
            }
        }

        return isReady;
    }

    private sealed class VirtualTimer(VirtualClock clock, string name, Action run) : ITimer
    {
        private TimeSpan _period;
        private int _setting;

        public string Name => name;

        public bool IsSet(int setting) => setting == _setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _setting++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock._due.Enqueue((this, _setting), (clock.Elapsed + dueTime, clock._settings++));
            }

            return true;
        }

        public void Tick(int setting)
        {
            if (IsSet(setting))
            {
                Change(_period, _period);
                run();
            }
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
