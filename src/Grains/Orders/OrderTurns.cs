namespace ECommerce.Grains;

/// <summary>
/// Runs the commands to one order one after another, on this silo. The ledger does not need it. But two equal commands in one batch
/// undo the whole batch, which is then loaded and decided event by event, and users tap twice.
/// </summary>
internal sealed class OrderTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <summary>Runs a command when those to the same order that came before have ended.</summary>
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
                await before;
            }

            return await command(before is not null);
        }
        finally
        {
            lock (_lock)
            {
                if (_last[orderId] == turn.Task)
                {
                    _last.Remove(orderId);
                }
            }

            turn.SetResult();
        }
    }
}
