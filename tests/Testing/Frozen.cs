namespace ECommerce.Testing;

/// <summary>Processes that are stopped in the middle of what they do (SIGSTOP): alive, reachable, and without an answer.</summary>
public static class Frozen
{
    /// <summary>Freezes a process and its children until the result is disposed (SIGCONT).</summary>
    public static async Task<IAsyncDisposable> Process(int id)
    {
        // The parent first, so that no child is added meanwhile.
        await Signal("-STOP", [id]);
        int[] all = [id, .. await ChildrenOf(id)];
        await Signal("-STOP", all);
        return new Undo(async () => await Signal("-CONT", all));
    }

    private static async Task<IEnumerable<int>> ChildrenOf(int id)
    {
        var (_, output) = await Command.Run("ps", "-o", "pid=", "--ppid", $"{id}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
    }

    // A child may have ended meanwhile, which kill reports as a failure.
    private static Task Signal(string signal, IEnumerable<int> processes) =>
        Command.Run("kill", [signal, .. processes.Select(process => $"{process}")]);
}
