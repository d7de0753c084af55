using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>
/// The parameters of a product list besides those of <see cref="PageQuery"/>. Filters by option are read by their prefix, see
/// <see cref="QueryPrefix"/>. What <see cref="DeclaredQuery"/> refused is null here.
/// </summary>
internal sealed record ProductParameters(
    HttpRequest Request,
    [property: FromQuery(Name = "q"), MaxLength(ProductParameters.MaximumText, ErrorMessage = "is longer than {1} characters"),
        Description("Words, each of which stands in the name, the vendor, the type, a tag or a sku.")] string? Text = null,
    [property: FromQuery(Name = ProductFilter.Vendor), Description(ProductParameters.EitherOf)] string[]? Vendors = null,
    [property: FromQuery(Name = ProductFilter.Type), Description(ProductParameters.EitherOf)] string[]? Types = null,
    [property: FromQuery(Name = ProductFilter.Tag), Description(ProductParameters.EitherOf)] string[]? Tags = null,
    [property: FromQuery(Name = "minPrice"), Between(0, Bounds.MaximumPrice), Description("Some variant costs so much or more, in won.")] long? MinPrice = null,
    [property: FromQuery(Name = "maxPrice"), Between(0, Bounds.MaximumPrice), Description("Some variant costs so much or less, in won.")] long? MaxPrice = null,
    [property: FromQuery(Name = "available"),
        Description("true: such a variant has stock. false: there are such variants, and none has stock.")] bool? Available = null,
    [property: FromQuery(Name = "sort"), OneOf(ProductParameters.Newest, "price", "-price", "best"), DefaultValue(ProductParameters.Newest),
        Description("Newest first within the same.")] string? Sort = null)
{
    /// <summary>The longest search, in characters.</summary>
    public const int MaximumText = 100;

    /// <summary>The most values of one filter.</summary>
    public const int MaximumValues = 20;

    private const string EitherOf = "Given more than once: either. Case and width do not matter.";

    private const string Newest = "newest";

    /// <summary>Reads the query. What makes no sense in it ends the request, all of it at once.</summary>
    public ProductQuery Read(PageQuery page)
    {
        List<Fault> faults = [.. DeclaredQuery.FaultsOf(Request.HttpContext)];
        if (Request.Query.Count == 0 && faults.Count == 0)
        {
            return new(ProductFilter.None, ProductSort.Newest, Bounds.DefaultPage, Cursor: null);
        }

        var filter = ReadFilter(faults);
        if (faults.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(faults));
        }

        var sort = ReadSort();
        var list = filter.IsNone ? 0 : page.List;
        return new(filter, sort, page.Size, ProductCursor.Parse(page, sort, list), list);
    }

    /// <summary>Reads the filter of a list that is sorted newest first only.</summary>
    public ProductFilter ReadNewestFirst()
    {
        List<Fault> faults = [.. DeclaredQuery.FaultsOf(Request.HttpContext)];
        Require(Sort is null or Newest, "sort", $"is not {Newest}", faults);
        var filter = ReadFilter(faults);
        return faults.Count == 0 ? filter : throw new ProblemException(Problem.Invalid(faults));
    }

    private ProductSort ReadSort() => Sort switch
    {
        "price" => ProductSort.CheapestFirst,
        "-price" => ProductSort.DearestFirst,
        "best" => ProductSort.Best,
        _ => ProductSort.Newest,
    };

    private ProductFilter ReadFilter(List<Fault> faults)
    {
        var filter = new ProductFilter(
            Text is { Length: > 0 } ? SearchText.Words(Text) : [],
            Values(ProductFilter.Vendor, Vendors, faults),
            Values(ProductFilter.Type, Types, faults),
            Values(ProductFilter.Tag, Tags, faults),
            ReadOptions(faults),
            MinPrice ?? 0,
            MaxPrice ?? long.MaxValue,
            Available);
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

    private static void Require(bool holds, string name, string reason, List<Fault> faults)
    {
        if (!holds)
        {
            faults.Add(new(name, reason));
        }
    }
}
