using ECommerce.Testing.Races;

namespace ECommerce.WebFrontend.Tests.Races;

public sealed class RaceShopOnSqlite() : ShopFleet(Ledger.Sqlite);

public sealed class RaceShopOnPostgres() : ShopFleet(Ledger.Postgres);

public sealed class RaceShopOnACluster() : ShopFleet(Ledger.Postgres, clusters: 1);

public sealed class Races_on_Sqlite(RaceShopOnSqlite fleet) : RaceSuite(fleet), IClassFixture<RaceShopOnSqlite>;

public sealed class Races_on_Postgres(RaceShopOnPostgres fleet) : RaceSuite(fleet), IClassFixture<RaceShopOnPostgres>;

public sealed class Races_on_a_cluster(RaceShopOnACluster fleet) : RaceSuite(fleet), IClassFixture<RaceShopOnACluster>;
