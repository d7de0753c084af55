namespace ECommerce.Ledger;

/// <summary>
/// The reference ledger: keeps everything in this process, and loses it with the process. It shares with the databases only
/// the guards; what it reads and counts is written a second time here, so that the contract tests compare two answers.
/// </summary>
public sealed partial class MemoryLedger(TimeProvider? clock = null) : ILedger, IOutbox
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Books _books = new();
    private readonly Dictionary<string, List<Numbered<WalletEntry>>> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _couponsOfUser = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Numbered<string>>> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Numbered<string>>> _ordersOfUser = new(StringComparer.Ordinal);
    private readonly List<Numbered<string>> _orders = [];
    private readonly List<Numbered<LogEntry>> _log = [];
    private readonly HashSet<string> _takenFromCart = new(StringComparer.Ordinal);
    private readonly List<string> _products = [];
    private readonly Dictionary<string, long> _ordinals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _changed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<DateTimeOffset, Dictionary<string, long>> _sales = [];
    private long _number;
    private long _commits;

    public Task Open() => Task.CompletedTask;

    public Task Probe() => Task.CompletedTask;

    public Task<IReadOnlyList<Verdict>> Commit(IReadOnlyList<LedgerEvent> batch, bool waits = true)
    {
        lock (_lock)
        {
            var verdicts = Guards.Apply(batch, _books);
            _commits++;
            NumberRows();
            NoteChangedProducts();
            AddSales();
            AddPaymentEvents(_books.PaymentEvents);
            AddLog(_books.Log);
            _books.ClearChanges();
            return Task.FromResult(verdicts);
        }
    }

    private void NumberRows()
    {
        foreach (var entry in _books.WalletEntries.Inserted)
        {
            Of(_entries, entry.UserId).Add(new(++_number, entry));
        }

        foreach (var order in _books.Orders.Inserted)
        {
            Numbered<string> numbered = new(++_number, order.Id);
            Of(_ordersOfUser, order.UserId).Add(numbered);
            _orders.Add(numbered);
        }

        foreach (var coupon in _books.Coupons.Inserted)
        {
            Of(_couponsOfUser, coupon.UserId).Add(coupon.Id);
            Of(_holders, coupon.CampaignId).Add(new(++_number, coupon.UserId));
        }
    }

    private void NoteChangedProducts()
    {
        foreach (var product in _books.Products.Inserted)
        {
            _products.Add(product.Id);
            _ordinals.Add(product.Id, _products.Count);
            _changed[product.Id] = _commits;
        }

        foreach (var product in _books.Products.Updated)
        {
            _changed[product.Id] = _commits;
        }

        foreach (var variant in _books.Variants.Updated)
        {
            _changed[variant.ProductId] = _commits;
        }
    }

    private void AddLog(IEnumerable<LogEntry> lines) => _log.AddRange(lines.Select(line => new Numbered<LogEntry>(++_number, line)));

    private void AddSales()
    {
        foreach (var (at, productId, units) in _books.Sales)
        {
            if (!_sales.TryGetValue(Books.Minute(at), out var bucket))
            {
                _sales[Books.Minute(at)] = bucket = new(StringComparer.Ordinal);
            }

            bucket[productId] = bucket.GetValueOrDefault(productId) + units;
        }
    }

    private static List<T> Of<T>(Dictionary<string, List<T>> rows, string key)
    {
        if (!rows.TryGetValue(key, out var found))
        {
            rows[key] = found = [];
        }

        return found;
    }
}
