namespace ECommerce.Ledger;

// Rows by key, and which of them were inserted or updated since the last ClearChanges. The ledgers write exactly those.
internal sealed class Table<TRow>(Func<TRow, string> key, Action<TRow>? stored = null)
    where TRow : class
{
    private readonly Dictionary<string, TRow> _rows = new(StringComparer.Ordinal);
    private readonly List<string> _inserted = [];
    private readonly HashSet<string> _fresh = new(StringComparer.Ordinal);
    private readonly HashSet<string> _updated = new(StringComparer.Ordinal);

    public IReadOnlyCollection<TRow> Rows => _rows.Values;

    // In order of insertion; the ledgers number them in this order.
    public IReadOnlyList<TRow> Inserted => _inserted.ConvertAll(id => _rows[id]);

    public IReadOnlyList<TRow> Updated => [.. _updated.Select(id => _rows[id])];

    public TRow? Find(string id) => _rows.GetValueOrDefault(id);

    public void Load(TRow row)
    {
        if (_rows.TryAdd(key(row), row))
        {
            stored?.Invoke(row);
        }
    }

    public void Insert(TRow row)
    {
        _rows.Add(key(row), row);
        _inserted.Add(key(row));
        _fresh.Add(key(row));
        stored?.Invoke(row);
    }

    public void Update(TRow row)
    {
        _rows[key(row)] = row;
        stored?.Invoke(row);
        if (!_fresh.Contains(key(row)))
        {
            _updated.Add(key(row));
        }
    }

    public void ClearChanges()
    {
        _inserted.Clear();
        _fresh.Clear();
        _updated.Clear();
    }
}
