using ECommerce.Testing.Races;

namespace ECommerce.WebFrontend.Tests.Races;

public sealed class RaceShopOnSqlite() : ShopFleet(Ledger.Sqlite);

public sealed class RaceShopOnPostgres() : ShopFleet(Ledger.Postgres);

public sealed class Races_on_Sqlite(RaceShopOnSqlite fleet) : RaceSuite(fleet), IClassFixture<RaceShopOnSqlite>;

public sealed class Races_on_Postgres(RaceShopOnPostgres fleet) : RaceSuite(fleet), IClassFixture<RaceShopOnPostgres>;
