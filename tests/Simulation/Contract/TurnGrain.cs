using Orleans;
using Orleans.Concurrency;

namespace ECommerce.Simulation.Contract;

public interface ITurnGrain : IGrainWithStringKey
{
    Task<string> Key();

    Task<string> Instance();

    Task<int> CountUp();

    Task Pass(string gate);

    Task PassThenDeactivate(string gate);

    [AlwaysInterleave]
    Task PassInterleaving(string gate);

    [AlwaysInterleave]
    Task<string> Peek();

    [OneWay]
    Task PassAndFail(string gate);

    Task<bool> ResumesOnOwnThread(string otherKey);

    Task Fail(string message);

    Task FailLater(string message);

    Task DeactivateWhenIdle();
}

/// <summary>Notes when it is made, and when a call begins and ends to pass a gate.</summary>
public sealed class TurnGrain : Grain, ITurnGrain
{
    private readonly string _instance = Guid.NewGuid().ToString();
    private readonly Probe _probe;
    private int _count;

    public TurnGrain(Probe probe)
    {
        _probe = probe;
        _probe.Note("new");
    }

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<string> Instance() => Task.FromResult(_instance);

    public async Task<int> CountUp()
    {
        var read = _count;
        await Task.Yield();
        return _count = read + 1;
    }

    public async Task Pass(string gate)
    {
        _probe.Note("begin " + gate);
        await _probe[gate].PassAsync();
        _probe.Note("end " + gate);
    }

    public async Task PassThenDeactivate(string gate)
    {
        DeactivateOnIdle();
        await Pass(gate);
    }

    public Task PassInterleaving(string gate) => Pass(gate);

    public Task<string> Peek() => Instance();

    public async Task PassAndFail(string gate)
    {
        await Pass(gate);
        throw new InvalidOperationException("Nobody hears this.");
    }

    public async Task<bool> ResumesOnOwnThread(string otherKey)
    {
        var own = TaskScheduler.Current;
        await GrainFactory.GetGrain<ITurnGrain>(otherKey).CountUp();
        return own != TaskScheduler.Default && TaskScheduler.Current == own;
    }

    public Task Fail(string message) => throw new UnluckyException(message);

    public async Task FailLater(string message)
    {
        await Task.Yield();
        throw new UnluckyException(message);
    }

    public Task DeactivateWhenIdle()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

[GenerateSerializer, Alias("UnluckyException")]
public sealed class UnluckyException(string message) : Exception(message);
