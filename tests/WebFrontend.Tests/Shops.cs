using ECommerce.WebFrontend.Tests;

[assembly: AssemblyFixture(typeof(SqliteShop))]
[assembly: AssemblyFixture(typeof(PostgresShop))]
[assembly: AssemblyFixture(typeof(ClusterShop))]

namespace ECommerce.WebFrontend.Tests;

/// <summary>One shop of each kind for the whole run: tests use things that nobody else has, and run side by side.</summary>
public abstract class SharedShop(Ledger ledger, int clusters = 0) : ShopFleet(ledger, clusters: clusters, signedTokens: false);

/// <summary>One process with the embedded ledger; also for what is the same in every shop.</summary>
public sealed class SqliteShop() : SharedShop(Ledger.Sqlite);

/// <summary>One process on PostgreSQL.</summary>
public sealed class PostgresShop() : SharedShop(Ledger.Postgres);

/// <summary>Two silos and two frontends on PostgreSQL.</summary>
public sealed class ClusterShop() : SharedShop(Ledger.Postgres, clusters: 1);
