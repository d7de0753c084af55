using ECommerce.WebFrontend.Tests;

[assembly: AssemblyFixture(typeof(SqliteShop))]
[assembly: AssemblyFixture(typeof(PostgresShop))]

namespace ECommerce.WebFrontend.Tests;

/// <summary>One shop per ledger for the whole run: tests use things that nobody else has, and run side by side.</summary>
public abstract class SharedShop(Ledger ledger) : ShopFleet(ledger, signedTokens: false)
{
    /// <summary>For what is the same on every ledger: the one that every build has.</summary>
    public static SharedShop OneOf(SqliteShop onSqlite, PostgresShop onPostgres) => onSqlite;
}

public sealed class SqliteShop() : SharedShop(Ledger.Sqlite);

public sealed class PostgresShop() : SharedShop(Ledger.Postgres);
