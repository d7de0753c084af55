using ECommerce.EngineTests.Contract;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.EngineTests.Local;

/// <summary>An engine on one thread and a virtual clock: a test advances both, so that "nothing happens" can be asserted at once.</summary>
public sealed class Simulation : IAsyncDisposable
{
    private readonly LocalFixture _fixture;
    private readonly SeededScheduler _scheduler;

    public Simulation(int seed = 1, Action<LocalEngineOptions>? configure = null)
    {
        _scheduler = new(seed);
        _fixture = new(options =>
        {
            options.Clock = Clock;
            options.Scheduler = _scheduler;
            options.TurnsPerSlice = 1;
            configure?.Invoke(options);
        });
    }

    public FakeTimeProvider Clock { get; } = new();

    public Engine Engine => _fixture.Engine;

    public Probe Probe => _fixture.Probe;

    public Engine NewEngine() => _fixture.NewEngine();

    public ITurnGrain Turns(string key) => Engine.GetGrain<ITurnGrain>(key);

    /// <summary>Starts the work on the scheduler and pumps as far as it goes.</summary>
    public Task Begin(Func<Task> work)
    {
        var task = _scheduler.Start(work);
        _scheduler.RunUntilIdle();
        return task;
    }

    /// <summary>Starts the work, which must get to its end without the clock or a gate.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        T? result = default;
        Run(async () => { result = await work(); });
        return result!;
    }

    /// <summary>As the other overload, without a result.</summary>
    public void Run(Func<Task> work)
    {
        var task = Begin(work);
        Assert.True(task.IsCompleted, "The work waits for something.");
        task.GetAwaiter().GetResult();
    }

    public void Open(string gate)
    {
        Probe[gate].Open();
        _scheduler.RunUntilIdle();
    }

    public void Advance(TimeSpan span)
    {
        Clock.Advance(span);
        _scheduler.RunUntilIdle();
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
