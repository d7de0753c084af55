using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>
/// The parameters of a product list besides those of <see cref="PageQuery"/>, as they came. An empty one is as good as none, like an
/// empty field of a form. Filters by option are read by their prefix, see <see cref="QueryPrefix"/>.
/// </summary>
internal sealed record ProductParameters(
    HttpRequest Request,
    [property: FromQuery(Name = "q")] string? Text = null,
    [property: FromQuery(Name = ProductFilter.Vendor)] string[]? Vendors = null,
    [property: FromQuery(Name = ProductFilter.Type)] string[]? Types = null,
    [property: FromQuery(Name = ProductFilter.Tag)] string[]? Tags = null,
    [property: FromQuery(Name = "minPrice")] string? MinPrice = null,
    [property: FromQuery(Name = "maxPrice")] string? MaxPrice = null,
    [property: FromQuery(Name = "available")] string? Available = null,
    [property: FromQuery(Name = "sort")] string? Sort = null)
{
    /// <summary>The longest search, in characters.</summary>
    public const int MaximumText = 100;

    /// <summary>The most values of one filter.</summary>
    public const int MaximumValues = 20;

    private const string Newest = "newest";

    /// <summary>Reads the query. What makes no sense in it ends the request, all of it at once.</summary>
    public ProductQuery Read(PageQuery page)
    {
        if (Request.Query.Count == 0)
        {
            return new(ProductFilter.None, ProductSort.Newest, Bounds.DefaultPage, Cursor: null);
        }

        List<Fault> faults = [.. DeclaredQuery.FaultsOf(Request.HttpContext)];
        var sort = ReadSort(faults);
        var filter = ReadFilter(faults);
        return faults.Count == 0
            ? new(filter, sort, page.Size, ProductCursor.Parse(page, sort))
            : throw new ProblemException(Problem.Invalid(faults));
    }

    /// <summary>Reads the filter of a list that is sorted newest first only.</summary>
    public ProductFilter ReadNewestFirst()
    {
        List<Fault> faults = [.. DeclaredQuery.FaultsOf(Request.HttpContext)];
        Require(Sort is null or Newest, "sort", $"is not {Newest}", faults);
        var filter = ReadFilter(faults);
        return faults.Count == 0 ? filter : throw new ProblemException(Problem.Invalid(faults));
    }

    private ProductSort ReadSort(List<Fault> faults)
    {
        ProductSort? sort = Sort switch
        {
            null or Newest => ProductSort.Newest,
            "price" => ProductSort.CheapestFirst,
            "-price" => ProductSort.DearestFirst,
            "best" => ProductSort.Best,
            _ => null,
        };
        Require(sort is not null, "sort", "is not one of newest, price, -price, best", faults);
        return sort.GetValueOrDefault();
    }

    private ProductFilter ReadFilter(List<Fault> faults)
    {
        Require(Text is not { Length: > MaximumText }, "q", $"is longer than {MaximumText} characters", faults);
        Require(Available is null or "" or "true" or "false", "available", "is neither true nor false", faults);
        var filter = new ProductFilter(
            Text is { Length: > 0 and <= MaximumText } ? SearchText.Words(Text) : [],
            Values(ProductFilter.Vendor, Vendors, faults),
            Values(ProductFilter.Type, Types, faults),
            Values(ProductFilter.Tag, Tags, faults),
            ReadOptions(faults),
            ReadWon("minPrice", MinPrice, faults) ?? 0,
            ReadWon("maxPrice", MaxPrice, faults) ?? long.MaxValue,
            Available switch { "true" => true, "false" => false, _ => null });
        Require(filter.MinPrice <= filter.MaxPrice, "minPrice", "is more than maxPrice", faults);
        return filter.IsNone ? ProductFilter.None : filter;
    }

    private Dictionary<string, IReadOnlySet<string>> ReadOptions(List<Fault> faults)
    {
        var options = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var (name, values) in Request.Query.Where(asked => asked.Key.StartsWith(ProductFilter.Option, StringComparison.Ordinal)))
        {
            var option = SearchText.Fold(name[ProductFilter.Option.Length..]);
            Require(!string.IsNullOrWhiteSpace(option), name, "names no option", faults);
            Require(options.Count < Bounds.MaximumOptions || options.ContainsKey(option), name, $"is one of more than {Bounds.MaximumOptions} options", faults);
            if (Values(name, values, faults) is { Count: > 0 } given)
            {
                options[option] = options.TryGetValue(option, out var others) ? given.Union(others).ToHashSet(StringComparer.Ordinal) : given;
            }
        }

        return options;
    }

    private static IReadOnlySet<string> Values(string name, IReadOnlyList<string?>? values, List<Fault> faults)
    {
        if (values is null)
        {
            return ProductFilter.Nothing;
        }

        Require(values.Count <= MaximumValues, name, $"is given more than {MaximumValues} times", faults);
        var isTooLong = values.Any(value => value is { Length: > Bounds.MaximumNameLength });
        Require(!isTooLong, name, $"is longer than {Bounds.MaximumNameLength} characters", faults);
        return isTooLong || values.Count > MaximumValues
            ? ProductFilter.Nothing
            : values.Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => SearchText.Fold(value!)).ToHashSet(StringComparer.Ordinal);
    }

    private static long? ReadWon(string name, string? text, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var isRead = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var won) && won <= Bounds.MaximumPrice;
        Require(isRead, name, $"is not 0 to {Bounds.MaximumPrice}", faults);
        return isRead ? won : null;
    }

    private static void Require(bool holds, string name, string reason, List<Fault> faults)
    {
        if (!holds)
        {
            faults.Add(new(name, reason));
        }
    }
}
