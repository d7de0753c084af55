namespace ECommerce.Products.Tests;

public sealed class FilterTests
{
    private static readonly ProductList List = Some.List(
        Some.Product("tee", "Tee", variants:
        [
            Some.Variant("tee-bs", 10_000, 0, ("Color", "Black"), ("Size", "S")),
            Some.Variant("tee-bm", 10_000, 5, ("Color", "Black"), ("Size", "M")),
            Some.Variant("tee-ws", 20_000, 5, ("Color", "White"), ("Size", "S")),
        ]) with
        { Vendor = "Han", Type = "Tops", Tags = ["summer", "cotton"] },
        Some.Product("coat", "Coat", variants: [Some.Variant("coat-b", 90_000, 1, ("color", "black"))]) with
        {
            Vendor = "Bora",
            Type = "Outerwear",
            Tags = ["winter"],
        },
        Some.Product("bag", "Bag", 30_000, Some.Variant("bag-one", 30_000, 0)) with { Vendor = null, Type = "Bags" });

    [Theory]
    [InlineData("", "bag coat tee")]
    [InlineData("vendor=Han", "tee")]
    [InlineData("vendor=HAN&vendor=bora", "coat tee")]
    [InlineData("vendor=Ha", "")]
    [InlineData("vendor=", "bag coat tee")]
    [InlineData("type=Bags&type=Tops", "bag tee")]
    [InlineData("type=Bags&vendor=Han", "")]
    [InlineData("tag=summer", "tee")]
    [InlineData("tag=winter&tag=cotton", "coat tee")]
    [InlineData("option.Color=Black", "coat tee")]
    [InlineData("option.Color=Black&option.Color=Red", "coat tee")]
    [InlineData("option.Color=Black&option.color=white&option.Size=S", "tee")]
    [InlineData("option.Color=Red", "")]
    [InlineData("option.Length=Long", "")]
    [InlineData("option.Size=", "bag coat tee")]
    [InlineData("minPrice=20000", "bag coat tee")]
    [InlineData("minPrice=20001&maxPrice=30000", "bag")]
    [InlineData("minPrice=10001&maxPrice=19999", "")]
    [InlineData("maxPrice=10000", "tee")]
    [InlineData("available=true", "coat tee")]
    [InlineData("available=false", "bag")]
    [InlineData("q=a&type=bags", "bag")]
    public void All_that_is_asked_for_holds_and_any_of_one_filter(string query, string found) =>
        Assert.Equal(found.Split(' ', StringSplitOptions.RemoveEmptyEntries), List.Found(query));

    [Theory]
    [InlineData("option.Color=White&option.Size=M", "")]
    [InlineData("option.Color=Black&option.Size=S", "tee")]
    [InlineData("option.Color=Black&option.Size=S&available=true", "")]
    [InlineData("option.Color=Black&option.Size=S&available=false", "tee")]
    [InlineData("option.Color=Black&available=false", "")]
    [InlineData("option.Color=White&maxPrice=15000", "")]
    [InlineData("option.Size=S&minPrice=15000&available=true", "tee")]
    [InlineData("maxPrice=30000&minPrice=30000&available=true", "")]
    public void Options_prices_and_stock_are_those_of_one_variant(string query, string found) =>
        Assert.Equal(found.Split(' ', StringSplitOptions.RemoveEmptyEntries), List.Found(query));

    [Fact]
    public void Nonsense_is_refused_all_of_it_at_once()
    {
        var refused = Assert.Throws<ProblemException>(() => Some.Query($"minPrice=2&maxPrice=1&option.=Black&vendor={new string('v', 301)}"));

        var errors = (Dictionary<string, string[]>)refused.Problem.ProblemDetails.Extensions["errors"]!;
        Assert.Equal(
            ["minPrice", "option.", "vendor"],
            errors.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("minPrice=2&maxPrice=1", "minPrice")]
    [InlineData("option.A=1&option.B=1&option.C=1&option.D=1", "option.D")]
    [InlineData("tag=1&tag=2&tag=3&tag=4&tag=5&tag=6&tag=7&tag=8&tag=9&tag=10&tag=11&tag=12&tag=13&tag=14&tag=15&tag=16&tag=17&tag=18&tag=19&tag=20&tag=21", "tag")]
    public void A_query_is_bounded_and_makes_sense(string query, string parameter)
    {
        var refused = Assert.Throws<ProblemException>(() => Some.Query(query));

        Assert.Equal([parameter], ((Dictionary<string, string[]>)refused.Problem.ProblemDetails.Extensions["errors"]!).Keys);
    }
}
