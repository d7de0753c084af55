namespace ECommerce.Testing;

/// <summary>A file system of a few megabytes in memory (tmpfs), which is soon full. It is gone when disposed.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const int Piece = 4 << 10;

    private readonly TempDirectory _directory = new();

    private SmallDisk()
    {
    }

    /// <summary>Where it is.</summary>
    public string Path => _directory.File("disk");

    /// <summary>Without the right to mount: fails where tests run for the record (CI=true), skips the test elsewhere.</summary>
    public static async Task<SmallDisk> Mount(int megabytes, string? owner = null)
    {
        const string reason = "A small disk needs the right to mount one (root).";
        var disk = new SmallDisk();
        Directory.CreateDirectory(disk.Path);
        var (code, output) = await Command.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700", "tmpfs", disk.Path);
        Assert.False(code != 0 && Environment.GetEnvironmentVariable("CI") == "true", $"{reason} {output}");
        Assert.SkipWhen(code != 0, reason);
        if (owner is not null)
        {
            // A server that is not root must get through the folder above.
            await Command.Run("chmod", "o+x", disk._directory.Path);
            await Command.Run("chown", owner, disk.Path);
        }

        return disk;
    }

    /// <summary>Read-only (ro), or not any more (rw).</summary>
    public Task Remount(string mode) => Command.Run("mount", "-o", $"remount,{mode}", Path);

    /// <summary>Takes all the room that is left, until the result is disposed.</summary>
    public IAsyncDisposable Fill()
    {
        var file = System.IO.Path.Combine(Path, "ballast");
        try
        {
            using var ballast = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                ballast.Write(new byte[Piece]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }

        return new Undo(() =>
        {
            File.Delete(file);
            return ValueTask.CompletedTask;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Command.Run("umount", "--lazy", Path);
        _directory.Dispose();
    }
}
