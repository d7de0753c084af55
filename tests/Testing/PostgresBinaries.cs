namespace ECommerce.Testing;

/// <summary>Where PostgreSQL's programs are.</summary>
internal static class PostgresBinaries
{
    /// <summary>The folder of the newest ones: where Debian puts them, or on the PATH; null when there are none.</summary>
    public static string? Find() => FromDebian().Concat(FromPath()).FirstOrDefault(folder => Has(folder, "initdb") && Has(folder, "pg_ctl"));

    private static IEnumerable<string> FromDebian()
    {
        const string root = "/usr/lib/postgresql";
        if (!Directory.Exists(root))
        {
            return [];
        }

        return Directory.GetDirectories(root)
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"));
    }

    private static IEnumerable<string> FromPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static bool Has(string folder, string program) =>
        IsThere(Path.Combine(folder, program)) || IsThere(Path.Combine(folder, program + ".exe"));

    /// <summary>A link to a program that was removed does not count.</summary>
    private static bool IsThere(string path) =>
        File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);
}
