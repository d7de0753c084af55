namespace ECommerce.EngineTests.Contract;

public interface ITurnGrain : IGrainWithStringKey
{
    Task<string> Instance();

    Task<int> CountUp();

    Task Pass(string gate);

    Task PassThenDeactivate(string gate);

    [ReadOnly]
    Task PassReading(string gate);

    [AlwaysInterleave]
    Task<string> Peek();

    [OneWay]
    Task PassAndFail(string gate);

    Task<bool> AwaitOnOwnThread(string otherKey);

    [ResponseTimeout("00:01:00")]
    Task PassWithPatience(string gate);

    Task Fail(string message);

    Task FailLater(string message);

    Task StartTimer(string gate, bool interleave);

    Task DeactivateWhenIdle();
}

public sealed class TurnGrain(Probe probe) : Grain, ITurnGrain
{
    private readonly string _instance = Guid.NewGuid().ToString();
    private int _count;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note("activate " + Key);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note("deactivating " + Key);
        if (Key.StartsWith("slow to leave", StringComparison.Ordinal))
        {
            await probe["leave " + Key].PassAsync();
        }

        probe.Note("deactivated " + Key);
        if (Key.StartsWith("bad at leaving", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("I do not want to go.");
        }
    }

    public Task<string> Instance() => Task.FromResult(_instance);

    public async Task<int> CountUp()
    {
        var read = _count;
        await Task.Yield();
        return _count = read + 1;
    }

    public async Task Pass(string gate)
    {
        probe.Note("begin " + gate);
        await probe[gate].PassAsync();
        probe.Note("end " + gate);
    }

    public Task PassWithPatience(string gate) => Pass(gate);

    public async Task PassThenDeactivate(string gate)
    {
        DeactivateOnIdle();
        await Pass(gate);
    }

    public Task PassReading(string gate) => Pass(gate);

    public Task<string> Peek() => Task.FromResult(_instance);

    public async Task PassAndFail(string gate)
    {
        await Pass(gate);
        throw new InvalidOperationException("Nobody hears this.");
    }

    public async Task<bool> AwaitOnOwnThread(string otherKey)
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

    public Task StartTimer(string gate, bool interleave)
    {
        this.RegisterGrainTimer(
            _ => Pass(gate),
            new() { DueTime = TimeSpan.FromMilliseconds(1), Period = Timeout.InfiniteTimeSpan, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task DeactivateWhenIdle()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

[GenerateSerializer, Alias("UnluckyException")]
public sealed class UnluckyException(string message) : Exception(message);

public interface IReentrantGrain : IGrainWithStringKey
{
    Task Pass(string gate);
}

[Reentrant]
public sealed class ReentrantGrain(Probe probe) : Grain, IReentrantGrain
{
    public Task Pass(string gate) => probe[gate].PassAsync();
}

public interface IFragileGrain : IGrainWithStringKey
{
    Task<string> Hello();
}

/// <summary>Its first activation fails, once the test lets it.</summary>
public sealed class FragileGrain(Probe probe) : Grain, IFragileGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note("try");
        if (probe.Log.Count(line => line == "try") == 1)
        {
            await probe["fragile"].PassAsync();
            throw new UnluckyException("The first time fails.");
        }
    }

    public Task<string> Hello() => Task.FromResult("hello");
}
