using System.Globalization;

namespace ECommerce.WebFrontend.Import;

/// <summary>Where a row belongs.</summary>
/// <param name="Begins">Whether another product begins with it.</param>
/// <param name="Handle">Of its product; null when the row belongs to none.</param>
/// <param name="Refusal">Why it belongs to none.</param>
internal readonly record struct RowPlace(bool Begins, string? Handle, string? Refusal);

/// <summary>
/// Tells which product each row belongs to: by its handle, or by its title where it has no handle. Remembers the handles of the file
/// that can be ids, since the rows of a product must stand together. A product with another handle is refused by it.
/// </summary>
internal sealed class RowPlaces
{
    private readonly HashSet<string> _handles = [];
    private ShopifyRow? _first;
    private RowPlace _current;
    private bool _isKnown;

    /// <summary>Products that have begun.</summary>
    public int Count => _handles.Count;

    /// <summary>The place of the next row.</summary>
    public RowPlace Of(ShopifyRow row)
    {
        if (row.Handle == "" && row.Title == "")
        {
            // A row without a title goes on with the product above. If a row between them could not be read, it may have begun another.
            _isKnown &= !row.FollowsGap;
            return _isKnown && _first is { Handle: "" } ? _current : new(false, null, "it has neither a handle nor a title");
        }

        _isKnown = true;
        if (_first is null || row.Handle != _first.Handle || (row.Handle == "" && row.Title != _first.Title))
        {
            _first = row;
            _current = Begin(row);
            return _current with { Begins = true };
        }

        return _current;
    }

    private RowPlace Begin(ShopifyRow row)
    {
        if (row.Handle == "")
        {
            return new(false, Derived(row.Title), null);
        }

        return ProductRules.Id(row.Handle) is not null || _handles.Add(row.Handle)
            ? new(false, row.Handle, null)
            : new(false, null, $"the handle \"{row.Handle}\" was there before; rows of a product must stand together");
    }

    /// <summary>Follows from the title, and from how many products with such a title came before.</summary>
    private string Derived(string title)
    {
        for (var n = 1; ; n++)
        {
            var handle = n == 1 ? DerivedSku.Readable(title, []) : DerivedSku.WithHash(title, [n.ToString(CultureInfo.InvariantCulture)]);
            if ((n > 1 || ProductRules.Id(handle) is null) && _handles.Add(handle))
            {
                return handle;
            }
        }
    }
}
