namespace ECommerce.Grains;

/// <summary>
/// Runs the commands to one order one after another, on this silo. The ledger does not need it. But two equal commands in one batch
/// undo the whole batch, which is then loaded and decided event by event, and users tap twice.
/// </summary>
internal sealed class OrderTurns(TimeProvider clock)
{
    /// <summary>
    /// How long a command waits for those before it. One whose activation is gone would keep the order for ever, and nothing has to keep
    /// them apart.
    /// </summary>
    public static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <summary>Runs a command when those to the same order that came before have ended, or after <see cref="MaximumWait"/>.</summary>
    /// <param name="command">Is told whether it had to wait: what it was going to do may be done.</param>
    public async Task<TAnswer> Run<TAnswer>(string orderId, Func<bool, Task<TAnswer>> command)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? before;
        lock (_lock)
        {
            before = _last.GetValueOrDefault(orderId);
            _last[orderId] = turn.Task;
        }

        try
        {
            if (before is not null)
            {
                await Ended(before);
            }

            return await command(before is not null);
        }
        finally
        {
            lock (_lock)
            {
                if (_last.GetValueOrDefault(orderId) == turn.Task)
                {
                    _last.Remove(orderId);
                }
            }

            turn.SetResult();
        }
    }

    private async Task Ended(Task before)
    {
        try
        {
            await before.WaitAsync(MaximumWait, clock);
        }
        catch (TimeoutException)
        {
            // Runs beside it.
        }
    }
}
