namespace ECommerce.Grains;

internal static class OneWay
{
    /// <summary>
    /// Sends a message that may be lost, to a full mailbox or a silo that stops. What it says stands in the ledger, and its receiver
    /// finds out by itself.
    /// </summary>
    public static async Task MayBeLost(this Task message)
    {
        try
        {
            await message;
        }
        catch (OrleansException)
        {
            // Lost: see above.
        }
        catch (TimeoutException)
        {
            // Lost, or late.
        }
    }
}
