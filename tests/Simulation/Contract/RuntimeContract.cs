using Orleans;
using Xunit;

namespace ECommerce.Simulation.Contract;

/// <summary>A running grain runtime with the grains of this folder, the storage "notes", and the <see cref="Contract.Probe"/>.</summary>
public interface IRuntimeFixture
{
    IGrainFactory Grains { get; }

    Probe Probe { get; }

    /// <summary>Runs a test from its start to its end.</summary>
    Task RunAsync(Func<Task> test);

    /// <summary>Stops the runtime in order and starts another over the same storage.</summary>
    Task RestartAsync();

    /// <summary>Returns when the calls made before have come to where they wait.</summary>
    Task ArrivalAsync();

    /// <summary>Writes the note of a grain as another process would, behind the back of its activation.</summary>
    Task WriteBehindAsync(string key, string text);

    /// <summary>Lets the next read of a note fail, once.</summary>
    void FailNextRead();
}

/// <summary>
/// What our grains rely on of the runtime that they run on. Orleans and the simulation's host each derive their tests from this.
/// A runtime may serve many tests, one after another: each test has keys and a probe of its own.
/// </summary>
public abstract class RuntimeContract
{
    private static int _tests;

    private readonly IRuntimeFixture _runtime;
    private readonly int _test = Interlocked.Increment(ref _tests);

    protected RuntimeContract(IRuntimeFixture runtime)
    {
        _runtime = runtime;
        Probe.Reset();
    }

    protected Probe Probe => _runtime.Probe;

    protected Task Run(Func<Task> test) => _runtime.RunAsync(test);

    protected Task RestartAsync() => _runtime.RestartAsync();

    protected Task ArrivalAsync() => _runtime.ArrivalAsync();

    protected Task WriteBehindAsync(string key, string text) => _runtime.WriteBehindAsync(Own(key), text);

    protected void FailNextRead() => _runtime.FailNextRead();

    protected ITurnGrain Turns(string key) => _runtime.Grains.GetGrain<ITurnGrain>(Own(key));

    protected INoteGrain Notes(string key) => _runtime.Grains.GetGrain<INoteGrain>(Own(key));

    /// <summary>The key as this test alone uses it.</summary>
    protected string Own(string key) => $"{_test} {key}";
}
