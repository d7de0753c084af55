using System.Collections.Concurrent;

namespace ECommerce.EngineTests.Contract;

/// <summary>What test grains and tests share: a log, and gates where a grain waits until the test lets it pass.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new();
    private readonly ConcurrentQueue<string> _log = new();

    public IReadOnlyList<string> Log => [.. _log];

    public Gate this[string name] => _gates.GetOrAdd(name, static _ => new());

    public void Note(string line) => _log.Enqueue(line);
}

/// <summary>A barrier: one side says that it arrived, the other lets it pass.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => _entered.Task;

    public void Open() => _opened.TrySetResult();

    public Task PassAsync()
    {
        _entered.TrySetResult();
        return _opened.Task;
    }
}
