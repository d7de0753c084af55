using System.Numerics;

namespace ECommerce.Simulation.Hunting;

/// <summary>
/// Makes a story that fails shorter: it leaves out deeds and kinds of faults as long as what remains still fails. What is left out
/// changes the order of all that follows, so a few other orders are tried for each attempt.
/// </summary>
internal static class Shrinking
{
    private const int Orders = 12;

    public static Found Shrink(Found found)
    {
        for (var isShorter = true; isShorter;)
        {
            isShorter = false;
            for (var part = Math.Max(1, found.Story.Deeds.Count / 2); part >= 1; part /= 2)
            {
                for (var at = 0; at < found.Story.Deeds.Count;)
                {
                    var deeds = found.Story.Deeds.Where((_, i) => i < at || i >= at + part).ToList();
                    if (Fails(found.Story with { Deeds = deeds }) is { } shorter)
                    {
                        (found, isShorter) = (shorter, true);
                    }
                    else
                    {
                        at += part;
                    }
                }
            }

            foreach (var fault in Enum.GetValues<Fault>().Where(fault => BitOperations.IsPow2((int)fault)))
            {
                if ((found.Story.Faults & fault) != 0 && Fails(found.Story with { Faults = found.Story.Faults & ~fault }) is { } calmer)
                {
                    (found, isShorter) = (calmer, true);
                }
            }
        }

        return found;
    }

    private static Found? Fails(Story story)
    {
        for (var order = 0; order < Orders; order++)
        {
            if (Hunt.Run(story with { Order = story.Order + order }) is { Violation: not null } found)
            {
                return found;
            }
        }

        return null;
    }
}
