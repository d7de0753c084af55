using ECommerce.Testing.Races;

namespace ECommerce.Cluster.Tests;

public sealed class TwoClustersOnOneDatabase() : ShopFleet(Ledger.Postgres, clusters: 2);

/// <summary>
/// Two whole clusters pointed at one PostgreSQL by mistake: every grain is active twice, and every call goes to the other one.
/// The same races, the same exact books.
/// </summary>
public sealed class Races_on_two_clusters(TwoClustersOnOneDatabase fleet) : RaceSuite(fleet), IClassFixture<TwoClustersOnOneDatabase>;
