namespace ECommerce.Testing;

/// <summary>How a shop is started.</summary>
public sealed record ShopSettings
{
    /// <summary>A connection string; null: SQLite.</summary>
    public string? Postgres { get; init; }

    /// <summary>Where payments are published; null: a file of the process's own.</summary>
    public string? PaymentsFile { get; init; }

    /// <summary>Development or Production.</summary>
    public string Stage { get; init; } = "Development";

    /// <summary>True: POST /dev/tokens is there.</summary>
    public bool DevTokens { get; init; } = true;

    /// <summary>True: the key of <see cref="SignedToken"/> is configured.</summary>
    public bool SigningKey { get; init; }

    /// <summary>True: limits of calls per user and address as they are configured; false: none, since tests call more often than users.</summary>
    public bool RateLimits { get; init; }

    /// <summary>
    /// True: admission of calls as it is configured; false: calls are given a minute, since tests share the processors and are slower than users.
    /// </summary>
    public bool Admission { get; init; }

    /// <summary>The address at which it listens.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port on which it listens; null: any that is free.</summary>
    public int? Port { get; init; }

    /// <summary>A command that runs the program elsewhere, in front of it.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>More configuration, as Section__Key.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    /// <summary>All of it as environment variables.</summary>
    public IEnumerable<(string Name, string? Value)> Environment(int port, string sqliteFile, string paymentsFile)
    {
        yield return ("ASPNETCORE_ENVIRONMENT", Stage);
        yield return ("DOTNET_ENVIRONMENT", Stage);
        yield return ("ASPNETCORE_URLS", null);
        yield return ("urls", $"http://{Host}:{port}");
        yield return ("Logging__LogLevel__Default", "Warning");
        yield return ("Logging__LogLevel__Microsoft.AspNetCore", "Warning");
        yield return ("ConnectionStrings__Postgres", Postgres);
        yield return ("Sqlite__Path", sqliteFile);
        yield return ("DataPlatform__File", paymentsFile);
        yield return ("Demo__Seed", "false");
        yield return ("DevTokens__Enabled", DevTokens ? "true" : "false");
        yield return ("RateLimits__Enabled", RateLimits ? null : "false");
        yield return ("Admission__TargetMilliseconds", Admission ? null : "60000");
        if (SigningKey)
        {
            foreach (var setting in SignedToken.Configuration)
            {
                yield return setting;
            }
        }

        foreach (var (name, value) in More)
        {
            yield return (name, value);
        }
    }
}

/// <summary>Adds settings to settings.</summary>
public static class MoreSettings
{
    /// <summary>The same with these added; a later one replaces an earlier one.</summary>
    public static IReadOnlyDictionary<string, string> With(
        this IReadOnlyDictionary<string, string> settings, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var all = new Dictionary<string, string>(settings);
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        return all;
    }
}
