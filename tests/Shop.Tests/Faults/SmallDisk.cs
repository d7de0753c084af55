namespace ECommerce.ShopTests.Faults;

/// <summary>A file system of a test's own, in memory and with little room.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();

    private SmallDisk()
    {
    }

    /// <summary>Where it is.</summary>
    public string Path => _directory.Path;

    /// <summary>Skips the test where that is not allowed.</summary>
    public static async Task<SmallDisk> Mount(int megabytes)
    {
        var disk = new SmallDisk();
        var (code, output) = await Command.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path);
        if (code != 0)
        {
            disk._directory.Dispose();
            Assert.Skip($"A file system of its own needs root: {output}");
        }

        return disk;
    }

    /// <summary>Read-only (ro), or not any more (rw).</summary>
    public Task Remount(string mode) => Command.Run("mount", "-o", $"remount,{mode}", Path);

    /// <summary>Takes all the room that is left.</summary>
    public Task Fill() => Command.Run("dd", "if=/dev/zero", $"of={_directory.File("filler")}", "bs=4k");

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(_directory.File("filler"));

    public async ValueTask DisposeAsync()
    {
        await Command.Run("umount", "-l", Path);
        _directory.Dispose();
    }
}
