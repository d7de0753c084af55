namespace ECommerce.Ledger;

internal static class WaitingTasks
{
    private const int Turns = 5;

    // Waits until a task has ended, however it does, or for so long as this process could have seen it end. The wait is made of turns, and one
    // that ends late counts no more than the others: a process that had no processor, or no thread, for a second says nothing of who is to answer.
    public static async Task Within(this Task task, TimeSpan patience, TimeProvider time)
    {
        for (var turn = 0; turn < Turns && !task.IsCompleted; turn++)
        {
            await task.WaitAsync(patience / Turns, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Nobody waits for it any more; that it fails is no news then.
    public static void Forget(this Task task) =>
        task.ContinueWith(failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
