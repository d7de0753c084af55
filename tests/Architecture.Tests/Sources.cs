using System.Runtime.CompilerServices;

namespace ECommerce.Architecture.Tests;

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the root, with '/'.</param>
internal sealed record Source(string Path, string Text)
{
    /// <summary>The project's folder.</summary>
    public string Project => string.Join('/', Path.Split('/').Take(2));
}

/// <summary>The repository as it lies on the disk.</summary>
internal static class Sources
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../.."));

    /// <summary>The C# files under a folder.</summary>
    public static IReadOnlyList<Source> Under(string folder, string pattern = "*.cs") =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => new Source(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Where(source => !source.Path.Contains("/obj/") && !source.Path.Contains("/bin/"))
            .OrderBy(source => source.Path, StringComparer.Ordinal)];

    /// <summary>Whether a file or folder is there.</summary>
    public static bool Has(string path) => Path.Exists(Path.Combine(Root, path));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
