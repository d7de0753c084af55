using System.Data.Common;
using ECommerce.Grains;
using ECommerce.LocalEngine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace ECommerce.Silo;

/// <summary>Engine=Local: the grains run in this process; carts are stored beside the ledger.</summary>
internal static class GrainHost
{
    public static void AddGrainHost(this IHostApplicationBuilder builder) =>
        builder.Services.AddLocalEngine(engine => engine
            .AddGrains(typeof(GrainsAssembly).Assembly)
            .AddGrainStorage("carts", services => new AdoNetGrainStorage(
                DataSource(services, builder.Configuration), services.GetRequiredService<ILedger>())));

    /// <summary>PostgreSQL by the pool that the ledger has as well, or the embedded ledger's file.</summary>
    private static DbDataSource DataSource(IServiceProvider services, IConfiguration configuration) =>
        services.GetService<NpgsqlDataSource>() as DbDataSource
            ?? SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder
            {
                DataSource = configuration["Sqlite:Path"] ?? LedgerHosting.DefaultSqlitePath,
                DefaultTimeout = (int)LedgerBounds.Timeout.TotalSeconds,
            }.ToString());
}
