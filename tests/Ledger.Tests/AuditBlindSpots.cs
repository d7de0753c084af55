namespace ECommerce.Ledger.Tests;

// What a hand can change without the audit noticing it, and why. docs/audit.md says the same to operators.
internal static class AuditBlindSpots
{
    // Neither money nor stock rests on any of their rows.
    public static readonly Dictionary<string, string> Tables = new()
    {
        ["sales_by_minute"] = "Refines the window of the best sellers for three days; what was sold is audited by the hour.",
        ["payment_forwarders"] = "Who publishes now.",
        ["payment_replays"] = "What is still to be published again; nobody owes it.",
        ["grain_state"] = "Carts.",
        ["orleansquery"] = "Statements of the storage provider.",
        ["OrleansQuery"] = "Statements of the storage provider.",
        ["product_changes"] = "Notes for the frontends' lists of products, kept for ten minutes.",
        ["catalogue_changes"] = "Counts the changes of products for the frontends' lists.",
        ["write_probes"] = "Written to find out whether anything can be written.",
        ["schema_migrations"] = "Which migrations were applied; a program refuses a wrong one at its start.",
    };

    public static readonly Dictionary<string, string> Columns = new()
    {
    };
}
