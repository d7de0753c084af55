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
        ["grain_state"] = "Carts, and the waiting rooms of campaigns.",
        ["orleansquery"] = "Statements of the storage provider.",
        ["OrleansQuery"] = "Statements of the storage provider.",
        ["product_changes"] = "Notes for the frontends' lists of products, kept for ten minutes.",
        ["catalogue_changes"] = "Counts the changes of products for the frontends' lists.",
        ["retention"] = "Who removes rows that are past their age now.",
        ["write_probes"] = "Written to find out whether anything can be written.",
        ["schema_migrations"] = "Which migrations were applied; a program refuses a wrong one at its start.",
    };

    // In some row at least; in others the same column may be noticed.
    public static readonly Dictionary<string, string> Columns = new()
    {
        ["campaigns.number"] = "Order of the list of campaigns.",
        ["coupons.discount_maximum"] = "Of a coupon that has not paid an order whose discount it changes: the campaign may have been saved with other terms since, so its own do not tell.",
        ["coupons.discount_value"] = "Of a coupon that has not been used, as its maximum.",
        ["coupons.minimum_order"] = "Of a coupon that has not been used, as its maximum; of a used one, as long as it stays below the order.",
        ["coupons.name"] = "A text; the campaign may have another by now.",
        ["coupons.number"] = "Order of the list of coupons.",
        ["coupons.place"] = "Told to its owner; nothing is decided by it. How many are issued is audited by the rows.",
        ["order_lines.name"] = "Of an order that was never paid: no money has moved, and no event says what it was. A payment compares sku, product and price with the catalogue only when it is placed.",
        ["order_lines.options"] = "Of an order that was never paid, as its name.",
        ["order_lines.product_id"] = "Of an order that was never paid, as its name.",
        ["order_lines.sku"] = "Of an order that was never paid, as its name.",
        ["orders.balance"] = "Of an order whose payment is in a closing entry by now: what was left then stands nowhere else.",
        ["orders.fingerprint"] = "Says what was asked for with the key; it is compared with a repeat only.",
        ["orders.from_cart"] = "Whether the lines leave the cart.",
        ["orders.number"] = "Order of the list of orders.",
        ["orders.taken_from_cart"] = "Whether the lines have left the cart.",
        ["orders.user_id"] = "Of an order that was never paid: no money has moved.",
        ["outbox.number"] = "Order of the stream, as long as it stays the same for each user.",
        ["outbox.traceparent"] = "In which trace a payment was made; consumers follow it to the shop's own records of calls.",
        ["parked_payments.number"] = "Order in which parked events go back.",
        ["parked_payments.reason"] = "A text for operators.",
        ["payment_events.number"] = "Order of the events, by which replays go.",
        ["payment_totals.removed_before"] = "Later than it is: events from between may be missing, but not more than were removed.",
        ["payment_partitions.owned_until"] = "Who publishes now.",
        ["payment_partitions.owner"] = "Who publishes now.",
        ["products.changed"] = "Tells frontends what to read again.",
        ["products.ordinal"] = "Order of the list of products.",
        ["refunds.id"] = "Derived from the key of the cancellation, which is not kept.",
        ["refunds.is_whole"] = "Whether all was asked for, or each unit by name: the same money.",
        ["refunds.reason"] = "A text, of a refund in part; the last one is also that of the order.",
        ["stock_adjustments.at"] = "Of a first stock: a time that nothing else says.",
        ["stock_adjustments.id"] = "Of an operator's adjustment: derived from its key, which is not kept.",
        ["variants.changed"] = "Tells frontends what to read again.",
        ["variants.position"] = "As long as the order of the product's variants stays the same.",
        ["wallet_entries.number"] = "As long as the order of the wallet's entries stays the same.",
    };
}
