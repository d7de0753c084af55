using ECommerce.EngineTests.Contract;

namespace ECommerce.EngineTests.Local;

public interface IClockGrain : IGrainWithStringKey
{
    Task TickEvery(TimeSpan period, string gate);

    Task KeepAliveEvery(TimeSpan period);

    Task Delay(TimeSpan span);

    Task DeactivateWhenIdle();

    Task<string?> Ambient(string? set);

    Task Walk(int steps, string[] others);
}

public sealed class ClockGrain(Probe probe) : Grain, IClockGrain
{
    public static readonly AsyncLocal<string?> AmbientValue = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note("activate " + this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note($"deactivate {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task TickEvery(TimeSpan period, string gate)
    {
        this.RegisterGrainTimer(
            async (name, _) =>
            {
                probe.Note("tick");
                await probe[name].PassAsync();
            },
            gate,
            new(period, period));
        return Task.CompletedTask;
    }

    public Task KeepAliveEvery(TimeSpan period)
    {
        this.RegisterGrainTimer(_ => Task.CompletedTask, new(period, period) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task Delay(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }

    public Task DeactivateWhenIdle()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string?> Ambient(string? set)
    {
        var found = AmbientValue.Value;
        AmbientValue.Value = set;
        return Task.FromResult(found);
    }

    public async Task Walk(int steps, string[] others)
    {
        for (var step = 0; step < steps; step++)
        {
            probe.Note($"{this.GetPrimaryKeyString()} {step} on {Environment.CurrentManagedThreadId}");
            await Task.Yield();
        }

        await Task.WhenAll(others.Select(other => GrainFactory.GetGrain<IClockGrain>(other).Walk(steps, [])));
        probe.Note($"{this.GetPrimaryKeyString()} done on {Environment.CurrentManagedThreadId}");
    }
}
