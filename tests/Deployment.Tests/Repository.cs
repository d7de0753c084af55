using System.Runtime.CompilerServices;

namespace ECommerce.Deployment.Tests;

/// <summary>The repository as it lies on the disk.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../.."));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Has(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>The texts of the C# files under some folders.</summary>
    public static IEnumerable<string> Sources(params IEnumerable<string> folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(File.ReadAllText);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
