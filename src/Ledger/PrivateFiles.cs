namespace ECommerce.Ledger;

/// <summary>
/// Makes files and folders that only the user of this program can open (0600 and 0700), since they hold what people bought and who they
/// are. What exists keeps the permissions that somebody gave it. Windows goes by those of the folder above.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder = File | UnixFileMode.UserExecute;

    /// <summary>Makes the folder of a file, and those above it, where they are missing.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be made.</exception>
    public static void MakeFolderOf(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Folder);
        }
    }

    /// <summary>Opens a file to read and write it, and makes it when it is missing.</summary>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <exception cref="IOException">It cannot be opened; others may have it.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be opened.</exception>
    public static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File;
        }

        return new FileStream(path, options);
    }

    /// <summary>Takes a file that was made a moment ago away from everybody else.</summary>
    /// <exception cref="IOException">It cannot be changed.</exception>
    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, File);
        }
    }
}
