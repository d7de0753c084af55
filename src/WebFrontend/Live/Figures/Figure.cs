namespace ECommerce.WebFrontend;

/// <summary>Something that is read again and again by one reader. A read that is slow is not begun a second time.</summary>
internal sealed class Figure<T>(Func<Task<T>> read)
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private Task<T>? _running;

    /// <summary>As it is now. Null: it cannot be read, or not soon.</summary>
    public async Task<T?> Read()
    {
        if (_running is { IsCompleted: false })
        {
            return null;
        }

        try
        {
            return await (_running = read()).WaitAsync(Patience);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Operators see that it is absent; each failed call of shoppers is logged where it happens.
            return null;
        }
    }
}
