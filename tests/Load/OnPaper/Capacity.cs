namespace ECommerce.Load;

/// <summary>The machines there are, and how much of them is to be used.</summary>
/// <param name="DatabaseCores">Of one PostgreSQL.</param>
/// <param name="SiloCores">Of one silo.</param>
/// <param name="FrontendCores">Of one frontend.</param>
/// <param name="Use">The part of a processor that is planned for, 0 to 1: the rest is for bursts, and for a silo that is gone.</param>
/// <param name="FrontendShare">The part of the shop's time that frontends use; not measured apart yet.</param>
internal sealed record Machines(double DatabaseCores, double SiloCores, double FrontendCores, double Use, double FrontendShare);

/// <summary>What a demand needs.</summary>
internal sealed record Capacity(Demand Demand, Machines Machines)
{
    /// <summary>Of one silo's pool: src/Ledger/Postgres/PostgresConnections.cs.</summary>
    public const int ConnectionsPerSilo = 40;

    /// <summary>
    /// What an operation that writes costs more once its user and its goods are in two databases: a prepared transaction in each. An assumption, since
    /// nothing of it is built.
    /// </summary>
    public const double AcrossDatabases = 1.5;

    // One is always there for the one that is gone.
    private const int Spare = 1;

    /// <summary>Silos that carry it, and one more.</summary>
    public int Silos => Needed(Demand.ShopCores * (1 - Machines.FrontendShare), Machines.SiloCores) + Spare;

    /// <summary>Frontends that carry it, and one more.</summary>
    public int Frontends => Needed(Demand.ShopCores * Machines.FrontendShare, Machines.FrontendCores) + Spare;

    /// <summary>Connections that PostgreSQL must have: for one silo more, while they are rolled.</summary>
    public int Connections => (Silos + 1) * ConnectionsPerSilo;

    /// <summary>How many times this demand one PostgreSQL carries.</summary>
    public double Times => Demand.DatabaseCores == 0 ? double.PositiveInfinity : Machines.DatabaseCores * Machines.Use / Demand.DatabaseCores;

    /// <summary>Databases that carry it: one, or with what it costs to pay across two.</summary>
    public int Databases => Times >= 1 ? 1 : Math.Max(2, Needed(Demand.DatabaseCores * AcrossDatabases, Machines.DatabaseCores));

    private int Needed(double cores, double each) => Math.Max(1, (int)Math.Ceiling(cores / (each * Machines.Use)));
}
