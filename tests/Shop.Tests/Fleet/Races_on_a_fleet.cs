using ECommerce.Testing.Races;

namespace ECommerce.ShopTests.Fleet;

public sealed class ThreeShopsOnOneDatabase() : ShopFleet(Ledger.Postgres, processes: 3);

/// <summary>Three processes, one database, every call to another process: the same races, the same exact books.</summary>
public sealed class Races_on_a_fleet(ThreeShopsOnOneDatabase fleet) : RaceSuite(fleet), IClassFixture<ThreeShopsOnOneDatabase>;
