using System.Diagnostics;

namespace ECommerce.Testing;

/// <summary>Bounded polling of another process: the only waiting in these tests.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until the answer satisfies; gives the last answer when the time is over, for an assertion to judge.</summary>
    public static async Task<T> Ask<T>(Func<Task<T>> question, Func<T, bool> satisfied, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await question();
            if (satisfied(answer) || clock.Elapsed > within)
            {
                return answer;
            }

            await Task.Delay(Interval);
        }
    }

    /// <summary>Repeats an assertion until it holds or the time is over.</summary>
    public static async Task Holds(Func<Task> assertion, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (clock.Elapsed < within)
            {
                await Task.Delay(Interval);
            }
        }
    }
}
