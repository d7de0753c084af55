namespace ECommerce.EngineTests.Local;

public sealed class SimulationTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_interleaving_and_all_turns_run_on_the_pumping_thread()
    {
        var first = await LogOf(seed: 7);
        Assert.Equal(first, await LogOf(seed: 7));
        Assert.Contains("a done", first);
    }

    [Fact]
    public async Task Another_seed_gives_another_interleaving()
    {
        var logs = new List<string>();
        for (var seed = 0; seed < 5; seed++)
        {
            logs.Add(await LogOf(seed));
        }

        Assert.True(logs.Distinct().Count() > 1);
    }

    private static async Task<string> LogOf(int seed)
    {
        await using var simulation = new Simulation(seed);
        var pumping = Environment.CurrentManagedThreadId;
        simulation.Run(() => Task.WhenAll(
            new[] { "a", "b", "c" }.Select(key => simulation.Engine.GetGrain<IClockGrain>(key).Walk(3, ["x", "y", "z"]))));
        simulation.Run(() => simulation.Engine.StopAsync(CancellationToken.None));

        var turns = simulation.Probe.Log.Where(line => line.Contains(" on ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3 * 4 * 4, turns.Length);
        Assert.All(turns, line => Assert.EndsWith($" on {pumping}", line, StringComparison.Ordinal));
        return string.Join('\n', simulation.Probe.Log).Replace($" on {pumping}", "", StringComparison.Ordinal);
    }
}
