using ECommerce.DataPlatform;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Npgsql;
using StackExchange.Redis;

namespace ECommerce.Silo;

/// <summary>What is wrong with the settings that both programs read. No reason contains a secret.</summary>
public static class SettingFaults
{
    /// <summary>Why a program must not start; null: it may.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        KnownSettings.RefuseToStart(configuration)
        ?? Address(configuration["urls"])
        ?? (LedgerHosting.Postgres(configuration) is { } postgres ? Postgres(postgres) : Sqlite(LedgerHosting.SqlitePath(configuration)))
        ?? Redis(configuration.GetConnectionString("Redis"))
        ?? PaymentStreamRegistration.RefuseToStart(configuration)
        ?? Telemetry.RefuseToStart(configuration)
        ?? RetentionSettings.RefuseToStart(configuration);

    private static string? Address(string? urls) =>
        string.IsNullOrEmpty(urls) ? null
        : urls.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(url => !IsAddress(url)) is { } wrong
            ? $"urls: \"{wrong}\" is no address to listen at, such as http://localhost:5080."
        : null;

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Scheme.ToLowerInvariant() is "http" or "https";
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? Postgres(string connection)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connection).Host)
                ? null
                : "ConnectionStrings:Postgres names no Host.";
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return "ConnectionStrings:Postgres is no connection string of PostgreSQL, such as Host=localhost;Database=shop;Username=shop.";
        }
    }

    // What SQLite takes for a path and forgets when it is closed is no ledger.
    private static string? Sqlite(string path) =>
        string.IsNullOrWhiteSpace(path) || path.Contains(":memory:", StringComparison.OrdinalIgnoreCase) || Directory.Exists(path)
            ? $"Sqlite:Path is \"{path}\", which is not the path of a file."
            : null;

    private static string? Redis(string? connection)
    {
        try
        {
            return string.IsNullOrEmpty(connection) || ConfigurationOptions.Parse(connection).EndPoints.Count > 0
                ? null
                : "ConnectionStrings:Redis names no server.";
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return "ConnectionStrings:Redis is no connection string of Redis, such as localhost:6379.";
        }
    }
}
