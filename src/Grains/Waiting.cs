namespace ECommerce.Grains;

internal static class Waiting
{
    /// <summary>
    /// Sends a one-way message that may be lost, to a full mailbox or a silo that stops: what it tells stands in the ledger,
    /// and its receiver finds out by itself.
    /// </summary>
    public static async Task OrLost(this Task message)
    {
        try
        {
            await message;
        }
        catch (OrleansException)
        {
            // Lost: see above.
        }
    }

    /// <summary>True when the task completed in time.</summary>
    public static async Task<bool> Within(this Task task, TimeSpan time, TimeProvider clock)
    {
        if (time <= TimeSpan.Zero)
        {
            return false;
        }

        try
        {
            await task.WaitAsync(time, clock);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
