using System.Globalization;

namespace ECommerce.Ledger;

internal sealed record Migration(int Version, string Name, string Sql);

// The embedded migrations of a dialect, by version. Databases exist that have applied them, so a migration is never edited; a
// new one changes what it made.
internal static class Migrations
{
    public const string VersionTable =
        "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, name text NOT NULL)";

    public const string Applied = "SELECT coalesce(max(version), 0) FROM schema_migrations";

    public const string Record = "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)";

    public static IReadOnlyList<Migration> Missing(string dialect, long applied)
    {
        var known = Of(dialect);
        if (applied > known[^1].Version)
        {
            throw new InvalidOperationException(
                $"The database is at version {applied} and this program knows {known[^1].Version}: it was migrated by a newer program.");
        }

        return [.. known.Where(migration => migration.Version > applied)];
    }

    private static IReadOnlyList<Migration> Of(string dialect)
    {
        var assembly = typeof(Migrations).Assembly;
        var folder = $"{typeof(Migrations).Namespace}.{dialect}.Migrations.";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    var file = name[folder.Length..];
                    return new Migration(int.Parse(file[..4], CultureInfo.InvariantCulture), file, text.ReadToEnd());
                }),
        ];
    }
}
