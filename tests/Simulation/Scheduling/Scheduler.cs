namespace ECommerce.Simulation;

/// <summary>
/// Runs everything of one simulation on the thread that calls <see cref="Run"/>, one step at a time. A seeded random picks the
/// next step among those that are ready. The clock moves to its next timer only when no step is ready. The same seed gives the
/// same steps in the same order.
/// </summary>
internal sealed class Scheduler
{
    private const int MostSteps = 1_000_000;

    private readonly List<(string Name, Action Run)> _ready = [];
    private readonly List<(TimeSpan At, string Name)> _trace = [];
    private readonly List<TaskCompletionSource> _idle = [];
    private readonly Random _random;
    private int _steps;
    private int _thread;
    private volatile string? _intruder;

    /// <param name="isTraced">Whether <see cref="Trace"/> is written.</param>
    public Scheduler(int seed, bool isTraced = true)
    {
        _random = new(seed);
        IsTraced = isTraced;
        Clock = new(this);
    }

    public VirtualClock Clock { get; }

    /// <summary>Whether what happens is written down.</summary>
    public bool IsTraced { get; }

    /// <summary>What has happened, each line with the virtual time since the start.</summary>
    public IReadOnlyList<string> Trace => _trace.ConvertAll(step => $"{step.At:c} {step.Name}");

    /// <summary>Writes into the trace what is no step.</summary>
    public void Note(string what)
    {
        if (IsTraced)
        {
            _trace.Add((Clock.Elapsed, what));
        }
    }

    /// <summary>Makes a step ready to run.</summary>
    public void Post(string name, Action run)
    {
        if (IsOwnThread(name))
        {
            _ready.Add((name, run));
        }
    }

    /// <summary>Makes a step ready to run when that much virtual time has passed.</summary>
    public void Post(TimeSpan delay, string name, Action run)
    {
        if (delay == TimeSpan.Zero)
        {
            Post(name, run);
            return;
        }

        Clock.StartTimer(delay, name, run);
    }

    /// <summary>
    /// Does something outside of all grains: one step does it and a later one answers. It is done though the grain that asked
    /// is dropped meanwhile.
    /// </summary>
    public Task<T> Ask<T>(string name, Func<T> work)
    {
        var answer = new TaskCompletionSource<T>();
        Post(name, () =>
        {
            var done = Try(work);
            Post("answer to " + name, () => answer.SetFromTask(done));
        });
        return answer.Task;
    }

    /// <summary>Starts work whose turns interleave with all others.</summary>
    public Task Start(string name, Func<Task> work) => new Lane(name, this).Start(work);

    /// <summary>Completes when no other step is ready, and before the clock moves on.</summary>
    public Task WhenIdle()
    {
        var idle = new TaskCompletionSource();
        _idle.Add(idle);
        return idle.Task;
    }

    /// <summary>Runs steps until the story is over. What it leaves ready stays ready for the next story.</summary>
    public void Run(Func<Task> story)
    {
        // An await prefers the synchronization context to the task scheduler. With the test framework's context the
        // turns would resume on its threads.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            var running = Start("story", story);
            while (!running.IsCompleted)
            {
                RunStep();
            }

            running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>False, and the run fails, when another thread asks: the order of its steps would not be the seed's.</summary>
    public bool IsOwnThread(string name)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            return true;
        }

        _intruder = name;
        return false;
    }

    private void RunStep()
    {
        while (_ready.Count == 0)
        {
            WakeIdleOrMoveClock();
        }

        if (++_steps > MostSteps)
        {
            throw new InvalidOperationException($"The story is not over after {MostSteps} steps.");
        }

        var index = _random.Next(_ready.Count);
        var (name, run) = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Note(name);
        run();
        ThrowIfIntruded();
    }

    private void WakeIdleOrMoveClock()
    {
        if (_idle.Count > 0)
        {
            var waiting = _idle.ToArray();
            _idle.Clear();
            Array.ForEach(waiting, idle => idle.SetResult());
        }
        else if (!Clock.MoveToNextTimer())
        {
            ThrowIfIntruded();
            throw new InvalidOperationException("Nothing is left to run, and the story waits.");
        }
    }

    private void ThrowIfIntruded()
    {
        if (_intruder is { } name)
        {
            throw new InvalidOperationException($"'{name}' was made ready by a thread of the pool, so no seed can repeat this run.");
        }
    }

    private static Task<T> Try<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }
}
