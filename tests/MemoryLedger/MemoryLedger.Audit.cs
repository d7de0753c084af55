using System.Text.Json;

namespace ECommerce.Ledger;

public sealed partial class MemoryLedger
{
    // Nobody changes its rows by hand and nobody restores it, so it has no chains and no marks.
    public Task<AuditView> Audit(AuditMark? since = null)
    {
        lock (_lock)
        {
            AuditCheck[] checks =
            [
                Check(AuditChecks.WalletsEqualEntries, _books.Wallets.Rows, wallet => wallet.UserId, wallet =>
                    wallet.Balance == _entries.GetValueOrDefault(wallet.UserId, []).Sum(entry => entry.Row.Amount)),
                CheckAdjustments(),
                Check(AuditChecks.NoNegativeBalance, _books.Wallets.Rows, wallet => wallet.UserId, wallet => wallet.Balance >= 0),
                Check(AuditChecks.NoNegativeStock, _books.Variants.Rows, variant => variant.Sku, variant => variant.Stock >= 0),
                CheckStock(),
                Check(AuditChecks.CampaignsIssued, _books.Campaigns.Rows, campaign => campaign.Id, campaign =>
                    campaign.Issued <= campaign.Quantity && campaign.Issued == _holders.GetValueOrDefault(campaign.Id, []).Count),
                Check(AuditChecks.OneCouponPerUser, _books.Coupons.Rows, coupon => coupon.Id, coupon =>
                    _books.CouponOf(coupon.CampaignId, coupon.UserId) == coupon),
                CheckPayments(),
                CheckOrders(),
                CheckRefundEntries(),
                CheckRefundEvents(),
                Check(AuditChecks.CouponsUsedOnce, _books.Coupons.Rows, coupon => coupon.Id, coupon =>
                    coupon.OrderId is null || _books.Orders.Find(coupon.OrderId)?.CouponId == coupon.Id),
                CheckSales(),
                CheckRefunds(),
            ];
            return Task.FromResult(new AuditView(checks.All(check => check.Ok), checks));
        }
    }

    private AuditCheck CheckAdjustments()
    {
        var entries = _entries.Values.SelectMany(rows => rows).Select(entry => entry.Row)
            .Where(entry => entry.Kind == WalletEntryKind.Adjustment)
            .ToLookup(entry => entry.Id, entry => entry.Amount);
        var logged = _log
            .Where(line => line.Row.Action == Act.AdjustsWallet)
            .Select(line => JsonDocument.Parse(line.Row.After!).RootElement)
            .ToLookup(after => after.GetProperty("entryId").GetString()!, after => after.GetProperty("amount").GetInt64());
        return Check(AuditChecks.AdjustmentsLogged, [.. entries.Concat(logged).Select(rows => rows.Key).Distinct()], id => id, id =>
            entries[id].SequenceEqual(logged[id]) && entries[id].Count() == 1);
    }

    private AuditCheck CheckStock()
    {
        var received = _books.StockAdjustments.Rows.GroupBy(row => row.Sku).ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Delta));
        var paid = _books.Orders.Rows
            .Where(order => order.State == OrderState.Paid)
            .SelectMany(order => order.Lines)
            .GroupBy(line => line.Sku)
            .ToDictionary(lines => lines.Key, lines => lines.Sum(line => (long)line.Quantity - line.Cancelled));
        return Check(AuditChecks.StockEqualsReceivedLessPaid, _books.Variants.Rows, variant => variant.Sku, variant =>
            variant.Stock == received.GetValueOrDefault(variant.Sku) - paid.GetValueOrDefault(variant.Sku));
    }

    private AuditCheck CheckPayments()
    {
        var entries = _entries.Values.SelectMany(rows => rows).ToLookup(entry => (entry.Row.OrderId, entry.Row.Kind));
        var events = _paymentEvents.ToLookup(paymentEvent => (paymentEvent.OrderId, paymentEvent.Type));
        return Check(AuditChecks.PaidOrdersHaveOnePayment, _books.Orders.Rows, order => order.Id, order =>
        {
            var paid = order.PaidAt is null ? 0 : 1;
            return entries[(order.Id, WalletEntryKind.Payment)].Count() == paid && events[(order.Id, PaymentEventType.Completed)].Count() == paid;
        });
    }

    private AuditCheck CheckOrders()
    {
        var payments = _entries.Values.SelectMany(rows => rows).Select(entry => entry.Row)
            .Where(entry => entry.Kind == WalletEntryKind.Payment)
            .ToDictionary(entry => entry.OrderId!, StringComparer.Ordinal);
        var completed = _paymentEvents.Where(told => told.Type == PaymentEventType.Completed).ToDictionary(told => told.OrderId, StringComparer.Ordinal);
        return Check(AuditChecks.OrdersFollowFromLines, _books.Orders.Rows, order => order.Id, order => OrderAudit.IsRight(new(
            order, [.. LineRow.Of(order)], payments.GetValueOrDefault(order.Id), completed.GetValueOrDefault(order.Id),
            order.CouponId is null ? null : _books.Coupons.Find(order.CouponId))));
    }

    private AuditCheck CheckRefundEntries()
    {
        var entries = _entries.Values.SelectMany(rows => rows).Where(entry => entry.Row.Kind == WalletEntryKind.Refund).ToLookup(entry => entry.Row.OrderId);
        return Check(AuditChecks.RefundsEqualEntries, _books.Orders.Rows, order => order.Id, order =>
            entries[order.Id].Select(entry => entry.Row.Amount).SequenceEqual(RefundsPaidFor(order).Select(refund => refund.Amount)));
    }

    private AuditCheck CheckRefundEvents()
    {
        var events = _paymentEvents.Where(told => told.Type != PaymentEventType.Completed).ToLookup(told => told.OrderId);
        return Check(AuditChecks.RefundsHaveOneEvent, _books.Orders.Rows, order => order.Id, order =>
        {
            var refunds = RefundsPaidFor(order);
            return events[order.Id].Select(told => told.Id).SequenceEqual(
                order.State == OrderState.Cancelled && refunds.Count == 1
                    ? [order.Id + ".cancelled"]
                    : refunds.Select(refund => $"{order.Id}.refunded.{refund.Number}"));
        });
    }

    private AuditCheck CheckRefunds()
    {
        var told = _paymentEvents.Where(told => told.Type != PaymentEventType.Completed).ToLookup(told => told.OrderId);
        return Check(AuditChecks.RefundsFollowFromLines, _books.Orders.Rows, order => order.Id, order => RefundAudit.IsRight(
            order, _books.RefundsOf(order.Id), told[order.Id].ToDictionary(refund => refund.Id), removedBefore: null));
    }

    private IReadOnlyList<Refund> RefundsPaidFor(Order order) => order.PaidAt is null ? [] : _books.RefundsOf(order.Id);

    private AuditCheck CheckSales()
    {
        var paid = _books.Orders.Rows
            .Where(order => order.State == OrderState.Paid)
            .SelectMany(order => order.Lines, (order, line) => (Bucket: (Books.Minute(order.PaidAt!.Value), line.ProductId), Units: (long)line.Quantity - line.Cancelled))
            .GroupBy(line => line.Bucket)
            .ToDictionary(lines => lines.Key, lines => lines.Sum(line => line.Units));
        var counted = _sales
            .SelectMany(minute => minute.Value, (minute, sold) => (Bucket: (minute.Key, sold.Key), Units: sold.Value))
            .ToDictionary(sold => sold.Bucket, sold => sold.Units);
        return Check(AuditChecks.SalesEqualOrders, [.. paid.Keys.Union(counted.Keys)], bucket => bucket.Item2, bucket =>
            paid.GetValueOrDefault(bucket) == counted.GetValueOrDefault(bucket));
    }

    private static AuditCheck Check<T>(string name, IReadOnlyCollection<T> rows, Func<T, string> key, Func<T, bool> holds)
    {
        var wrong = new Offenders();
        foreach (var row in rows.Where(row => !holds(row)))
        {
            wrong.Add(key(row));
        }

        return wrong.Answer(name, rows.Count);
    }
}
