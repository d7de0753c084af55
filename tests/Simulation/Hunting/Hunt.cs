namespace ECommerce.Simulation.Hunting;

/// <summary>Runs a story from the opening of the shop to its end.</summary>
internal static class Hunt
{
    /// <summary>What became of a story; its trace is told only when asked for.</summary>
    public static Found Run(Story story, bool isTold = false)
    {
        var world = new World(story, isTold);
        string? violation = null;
        try
        {
            world.Scheduler.Run(() => TellAsync(world));
        }
        catch (Exception failure)
        {
            violation = failure is Violation ? failure.Message : $"{failure.GetType().Name}: {failure.Message} {failure.StackTrace?.Split('\n')[0].Trim()}";
        }

        foreach (var (fault, count) in world.Faults.Struck)
        {
            world.Auditor.Counts[$"{fault}"] = count;
        }

        return new(story, violation, world.Scheduler.Trace, world.Auditor.Counts);
    }

    /// <summary>The first of these seeds that fails; null: none.</summary>
    public static Found? First(int from, int count)
    {
        for (var seed = from; seed < from + count; seed++)
        {
            if (Run(Story.Of(seed)) is { Violation: not null } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The same for callers that were compiled apart: the seed and what is wrong.</summary>
    public static string? FirstOf(int from, int count) => First(from, count) is { } found ? $"{found.Story.Seed} {found.Violation}" : null;

    /// <summary>The shortest story of a seed that fails.</summary>
    public static string ShortestOf(int seed) => Shrinking.Shrink(Run(Story.Of(seed))).Story.ToString();

    /// <summary>What is wrong in the story that a text tells; null: nothing.</summary>
    public static string? ViolationOf(string story) => Run(Story.Parse(story)).Violation;

    private static async Task TellAsync(World world)
    {
        await Opening.OpenAsync(world);

        // Nobody may be told any more that there is nothing.
        await world.Scheduler.Clock.Delay(2 * Bounds.Freshness);
        var player = new Player(world);
        world.Faults.IsOn = true;
        await player.PlayAsync();

        // What is late or waits for a timeout comes to its end.
        world.Faults.IsOn = false;
        await world.Scheduler.Clock.Delay(TimeSpan.FromMinutes(2));
        await player.ComeBackAsync();
        await new Ending(world).CheckAsync();
    }
}

/// <summary>What became of a story.</summary>
/// <param name="Violation">What must not be; null: all is right.</param>
/// <param name="Trace">Each step, when it was asked for.</param>
/// <param name="Counts">How often each fault has struck and each answer was given.</param>
internal sealed record Found(Story Story, string? Violation, IReadOnlyList<string> Trace, IReadOnlyDictionary<string, int> Counts);
