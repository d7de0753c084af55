using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace ECommerce.Silo;

/// <summary>Keeps carts and waiting rooms in the ledger's database, by the AdoNet storage provider of Orleans and the queries of our migrations.</summary>
internal static class CartStorageHosting
{
    private const string Carts = "carts";
    private const string WaitingRooms = "waiting-rooms";
    private const string Table = "grain_state";

    // The names by which the provider knows the two databases.
    private const string PostgreSql = "Npgsql";
    private const string Sqlite = "System.Data.SQLite";

    public static void AddCartStorage(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.AddAdoNetGrainStorage(Table, storage => storage.Configure<IServiceProvider>((options, services) =>
        {
            var postgres = services.GetService<PostgresPool>();
            options.Invariant = postgres is null ? Sqlite : PostgreSql;
            options.DataSource = postgres as DbDataSource ?? File(configuration);
            options.DeleteStateOnClear = true;
            options.GrainStorageSerializer = new CartSerializer();
        }));
        silo.Services.AddGrainStorage(Carts, (services, _) => new CartStorage(
            States(services, "carts"), services.GetRequiredService<ILogger<CartStorage>>()));
        silo.Services.AddGrainStorage(WaitingRooms, (services, _) => States(services, "waiting rooms"));
    }

    private static StateStorage States(IServiceProvider services, string what) => new(
        services.GetRequiredKeyedService<IGrainStorage>(Table), services.GetRequiredService<SqlDatabase>(), what);

    private static DbDataSource File(IConfiguration configuration) => SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder
    {
        DataSource = LedgerHosting.SqlitePath(configuration),
        Mode = SqliteOpenMode.ReadWrite,
        DefaultTimeout = (int)LedgerBounds.Timeout.TotalSeconds,
    }.ToString());
}
