namespace ECommerce.Grains;

internal static class Waiting
{
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
