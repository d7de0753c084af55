using System.Globalization;

namespace ECommerce.Ledger;

public sealed partial class MemoryLedger
{
    public Task<long> Balance(string userId)
    {
        lock (_lock)
        {
            return Task.FromResult(BalanceOf(userId));
        }
    }

    public Task<IReadOnlyList<WalletSnapshot>> Wallets(IReadOnlyList<WalletKey> wallets)
    {
        lock (_lock)
        {
            return Answer(wallets.Select(wallet =>
                new WalletSnapshot(BalanceOf(wallet.UserId), CouponsOf(wallet.UserId), Settled(wallet.HeldOrders))));
        }
    }

    public Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(string userId, long? before, int limit)
    {
        lock (_lock)
        {
            return Answer(Newest(_entries, userId, before, limit));
        }
    }

    public Task<IReadOnlyList<IReadOnlyList<Coupon>>> Coupons(IReadOnlyList<string> userIds)
    {
        lock (_lock)
        {
            return Answer(userIds.Select(CouponsOf));
        }
    }

    public Task<Order?> Order(string orderId)
    {
        lock (_lock)
        {
            return Task.FromResult(_books.Orders.Find(orderId));
        }
    }

    public Task<IReadOnlyList<Numbered<Order>>> Orders(string userId, long? before, int limit)
    {
        lock (_lock)
        {
            return Answer(Newest(_ordersOfUser, userId, before, limit)
                .Select(order => new Numbered<Order>(order.Number, _books.Orders.Find(order.Row)!)));
        }
    }

    public Task<IReadOnlyList<Refund>> Refunds(IReadOnlyCollection<string> orderIds)
    {
        lock (_lock)
        {
            return Answer(orderIds.Order(StringComparer.Ordinal).SelectMany(_books.RefundsOf));
        }
    }

    public Task<IReadOnlyList<Numbered<Order>>> Orders(DateTimeOffset from, DateTimeOffset to, long after, int limit)
    {
        lock (_lock)
        {
            return Answer(_ordersOfUser.Values
                .SelectMany(orders => orders)
                .Select(order => new Numbered<Order>(order.Number, _books.Orders.Find(order.Row)!))
                .Where(order => order.Number > after && order.Row.PlacedAt >= from && order.Row.PlacedAt < to)
                .OrderBy(order => order.Number)
                .Take(limit));
        }
    }

    public Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(DateTimeOffset from, DateTimeOffset to, long after, int limit)
    {
        lock (_lock)
        {
            return Answer(_entries.Values
                .SelectMany(entries => entries)
                .Where(entry => entry.Number > after && entry.Row.At >= from && entry.Row.At < to)
                .OrderBy(entry => entry.Number)
                .Take(limit));
        }
    }

    public Task<IReadOnlyList<Numbered<LogEntry>>> Log(LogSearch search, long? before, int limit)
    {
        lock (_lock)
        {
            var page = new LogPage();
            foreach (var line in _log
                .AsEnumerable()
                .Reverse()
                .Where(line => line.Number < (before ?? long.MaxValue)
                    && line.Row.Actor == (search.Actor ?? line.Row.Actor)
                    && line.Row.Action == (search.Action ?? line.Row.Action)
                    && line.Row.Subject == (search.Subject ?? line.Row.Subject))
                .Take(limit)
                .TakeWhile(_ => !page.IsFull))
            {
                page.Add(line);
            }

            return Answer(page.Lines);
        }
    }

    public Task<IReadOnlyList<Order>> PaidFromCart(string userId)
    {
        lock (_lock)
        {
            return Answer(_ordersOfUser.GetValueOrDefault(userId, [])
                .Select(order => _books.Orders.Find(order.Row)!)
                .Where(order => order.FromCart && order.State != OrderState.Open && !_takenFromCart.Contains(order.Id)));
        }
    }

    public Task TakenFromCart(IReadOnlyCollection<string> orderIds)
    {
        lock (_lock)
        {
            _takenFromCart.UnionWith(orderIds);
        }

        return Task.CompletedTask;
    }

    public Task<ProductSnapshot?> Product(string productId, IReadOnlyCollection<string> heldOrders)
    {
        lock (_lock)
        {
            return Task.FromResult(_ordinals.ContainsKey(productId) ? Snapshot(productId, Settled(heldOrders)) : null);
        }
    }

    public Task<IReadOnlyList<SoldVariant>> Variants(IReadOnlyCollection<string> skus)
    {
        lock (_lock)
        {
            return Answer(skus
                .Distinct(StringComparer.Ordinal)
                .Select(_books.Variants.Find)
                .Where(variant => variant is { IsSold: true })
                .Select(variant => new SoldVariant(variant!, _books.Products.Find(variant!.ProductId)!.Name)));
        }
    }

    public Task<IReadOnlyList<SoldVariant>> VariantsEverSold(IReadOnlyCollection<string> skus)
    {
        lock (_lock)
        {
            return Answer(skus
                .Distinct(StringComparer.Ordinal)
                .Select(_books.Variants.Find)
                .OfType<Variant>()
                .Where(variant => variant is not { Withheld: ProductStatus.Draft, Owners: > 1 })
                .Select(variant => new SoldVariant(variant, _books.Products.Find(variant.ProductId)!.Name)));
        }
    }

    public Task<IReadOnlyList<Variant>> Skus(IReadOnlyCollection<string> skus)
    {
        lock (_lock)
        {
            return Answer(skus.Distinct(StringComparer.Ordinal).Select(_books.Variants.Find).OfType<Variant>());
        }
    }

    public Task<IReadOnlyList<ProductSnapshot>> Products(ProductStatus? status, long? before, int limit)
    {
        lock (_lock)
        {
            return Answer(_products
                .Select(id => Snapshot(id, []))
                .Reverse()
                .Where(product => product.Ordinal < (before ?? long.MaxValue) && (status is null || product.Product.Status == status))
                .Take(limit));
        }
    }

    public Task<CatalogueSnapshot> Catalogue(CatalogueCursor? since)
    {
        lock (_lock)
        {
            var scan = since is { After: not "" } ? since : new CatalogueCursor(since?.Since ?? 0, _commits + 1, "0");
            var after = int.Parse(scan.After, CultureInfo.InvariantCulture);
            var changed = _products
                .Skip(after)
                .Where(id => _changed[id] >= scan.Since)
                .Take(CataloguePages.Size + 1)
                .Select(id => Snapshot(id, []))
                .ToList();
            return Task.FromResult(CataloguePages.Page(scan, changed));
        }
    }

    public Task<CampaignSnapshot?> Campaign(string campaignId, long issuedAfter)
    {
        lock (_lock)
        {
            if (_books.Campaigns.Find(campaignId) is not { } campaign)
            {
                return Task.FromResult<CampaignSnapshot?>(null);
            }

            var holders = _holders.GetValueOrDefault(campaignId, []).SkipWhile(holder => holder.Number <= issuedAfter).ToList();
            return Task.FromResult<CampaignSnapshot?>(holders is [.., var last]
                ? new(campaign, holders.ConvertAll(holder => holder.Row), last.Number, _books.CouponOf(campaignId, last.Row)!.IssuedAt)
                : new(campaign, [], issuedAfter));
        }
    }

    public Task<IReadOnlyList<Campaign?>> Campaigns(IReadOnlyList<string> campaignIds)
    {
        lock (_lock)
        {
            return Answer(campaignIds.Select(_books.Campaigns.Find));
        }
    }

    public Task<IReadOnlyList<Campaign>> Campaigns(DateTimeOffset endingAfter)
    {
        lock (_lock)
        {
            return Answer(_books.Campaigns.Rows
                .Where(campaign => campaign.EndsAt > endingAfter)
                .OrderBy(campaign => campaign.EndsAt)
                .ThenBy(campaign => campaign.Id, StringComparer.Ordinal)
                .Take(LedgerBounds.Campaigns));
        }
    }

    public Task<IReadOnlyList<ProductSales>> UnitsSold(DateTimeOffset from)
    {
        lock (_lock)
        {
            return Answer(_sales
                .Where(bucket => bucket.Key >= Books.Minute(from))
                .SelectMany(bucket => bucket.Value)
                .GroupBy(sold => sold.Key, (id, sold) => new ProductSales(id, sold.Sum(bucket => bucket.Value)))
                .Where(sales => sales.UnitsSold > 0)
                .OrderByDescending(sales => sales.UnitsSold)
                .ThenBy(sales => sales.ProductId, StringComparer.Ordinal)
                .Take(LedgerBounds.Ranking));
        }
    }

    // Nothing is forgotten here.
    public Task ForgetMinutes(DateTimeOffset before) => Task.CompletedTask;

    public Task<IReadOnlyList<ProductSales>> UnitsSold(IReadOnlyCollection<string> productIds)
    {
        lock (_lock)
        {
            return Answer(_sales.Values
                .SelectMany(bucket => bucket)
                .Where(sold => productIds.Contains(sold.Key))
                .GroupBy(sold => sold.Key, (id, sold) => new ProductSales(id, sold.Sum(bucket => bucket.Value))));
        }
    }

    private long BalanceOf(string userId) => _books.Wallets.Find(userId)?.Balance ?? 0;

    private IReadOnlyList<Coupon> CouponsOf(string userId) =>
        [.. _couponsOfUser.GetValueOrDefault(userId, []).AsEnumerable().Reverse().Take(LedgerBounds.Coupons).Select(id => _books.Coupons.Find(id)!)];

    private IReadOnlyCollection<string> Settled(IReadOnlyCollection<string> orderIds) =>
        [.. orderIds.Where(id => _books.Orders.Find(id) is { State: not OrderState.Open })];

    private ProductSnapshot Snapshot(string productId, IReadOnlyCollection<string> settled)
    {
        var product = _books.Products.Find(productId)!;
        return new(_ordinals[productId], product, product.Offered(_books.VariantsOf(productId)), settled);
    }

    private static IEnumerable<Numbered<T>> Newest<T>(Dictionary<string, List<Numbered<T>>> rows, string key, long? before, int limit) =>
        rows.GetValueOrDefault(key, []).AsEnumerable().Reverse().Where(row => row.Number < (before ?? long.MaxValue)).Take(limit);

    private static Task<IReadOnlyList<T>> Answer<T>(IEnumerable<T> rows) => Task.FromResult<IReadOnlyList<T>>([.. rows]);
}
