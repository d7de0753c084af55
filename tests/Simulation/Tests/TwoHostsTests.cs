using ECommerce.Simulation.Contract;

namespace ECommerce.Simulation.Tests;

/// <summary>Two hosts over one storage: two activations of one grain, as a cluster may have for a while.</summary>
public sealed class TwoHostsTests
{
    private readonly TestHosts _hosts = new();
    private readonly Host _one;
    private readonly Host _two;

    public TwoHostsTests() => (_one, _two) = (_hosts.NewHost("one"), _hosts.NewHost("two"));

    [Fact]
    public void Each_host_has_its_own_activation_of_a_grain() => _hosts.Scheduler.Run(async () =>
        Assert.NotEqual(await _one.GetGrain<ITurnGrain>("a").Instance(), await _two.GetGrain<ITurnGrain>("a").Instance()));

    [Fact]
    public void A_grain_calls_the_grains_of_its_own_host() => _hosts.Scheduler.Run(async () =>
    {
        await _one.GetGrain<ITurnGrain>("a").ResumesOnOwnThread("b");
        Assert.Equal(2, await _one.GetGrain<ITurnGrain>("b").CountUp());
        Assert.Equal(1, await _two.GetGrain<ITurnGrain>("b").CountUp());
    });

    [Fact]
    public void Of_two_activations_that_write_the_same_state_at_once_one_fails() => _hosts.Scheduler.Run(async () =>
    {
        Task[] writes = [_one.GetGrain<INoteGrain>("a").Write("one"), _two.GetGrain<INoteGrain>("a").Write("two")];
        await Task.WhenAny(Task.WhenAll(writes));
        Assert.NotEqual(writes[0].IsCompletedSuccessfully, writes[1].IsCompletedSuccessfully);
        Assert.Equal(writes[0].IsCompletedSuccessfully ? "one" : "two", await _one.GetGrain<INoteGrain>("a").Text());
    });
}
