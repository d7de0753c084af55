using System.Text.Json;
using System.Text.Json.Nodes;

namespace ECommerce.Ledger;

// A product is as the newest line of the operators' log about it says, but for its stock, which sales move. What was never logged, such as a
// demo, is passed over. A variant that the line names may be another product's by now.
internal sealed class ProductCheck : IAuditCheck
{
    // The line, which names all variants, comes with the first of them only.
    private static readonly string Rows =
        $"""
        SELECT p.id, {Tables.Products.Select("p.")},
            CASE WHEN coalesce(v.nth, 1) = 1 THEN
                (SELECT CAST(after AS text) FROM admin_log WHERE subject = 'products/' || p.id AND after IS NOT NULL ORDER BY number DESC LIMIT 1) END,
            v.sku IS NOT NULL, {Tables.Variants.Select("v.")}
        FROM products p LEFT JOIN (SELECT *, row_number() OVER (PARTITION BY product_id ORDER BY sku) AS nth FROM variants) v ON v.product_id = p.id
        ORDER BY p.id, v.sku
        """;

    private readonly Offenders _wrong = new();
    private readonly List<Variant> _variants = [];
    private (Product Product, string? Logged)? _product;
    private string? _id;
    private long _count;

    public IReadOnlyList<Statement> Statements => [Statement.Query(Rows, Add)];

    public AuditCheck Answer()
    {
        EndProduct();
        return _wrong.Answer(AuditChecks.ProductsAsLogged, _count);
    }

    private void Add(Columns at)
    {
        var id = at.Text();
        if (id != _id)
        {
            EndProduct();
            _id = id;
        }

        try
        {
            var (product, logged) = (Read.Product(at), at.TextOrNull());
            _product ??= (product, logged);
            if (at.Flag())
            {
                _variants.Add(Read.Variant(at));
            }
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            _wrong.Add(id);
        }
    }

    private void EndProduct()
    {
        if (_product is (var product, { } logged))
        {
            _count++;
            if (LoggedValue.Parse(logged) is not { } then || !Unreadable.OrFalse(() => IsAsLogged(product, then)))
            {
                _wrong.Add(product.Id);
            }
        }

        _product = null;
        _variants.Clear();
    }

    private bool IsAsLogged(Product product, JsonObject logged)
    {
        var now = LoggedValue.Parse(LogForm.Write(LogForm.Of(product, product.Offered(_variants)))!)!;
        var (then, offered) = (TakeVariants(logged), TakeVariants(now));
        var left = then.Where(variant => _variants.Exists(row => row.Sku == Sku(variant))).ToList();
        return JsonNode.DeepEquals(logged, now) && left.Count == offered.Count && left.Zip(offered).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
    }

    private static string? Sku(JsonNode variant) => variant["sku"]?.ToString();

    // Without their stock, in order of display.
    private static List<JsonObject> TakeVariants(JsonObject product)
    {
        var variants = product["variants"] as JsonArray;
        product.Remove("variants");
        var taken = variants?.OfType<JsonObject>().ToList() ?? [];
        taken.ForEach(variant => variant.Remove("stock"));
        return taken;
    }
}

// What a line of the log says was after the change; null where that is no JSON object any more.
internal static class LoggedValue
{
    public static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

// A campaign has the terms of the newest save in the log, and is paused as the newest line says.
internal sealed class CampaignCheck : IAuditCheck
{
    private static readonly string Rows =
        $"""
        SELECT {Tables.Campaigns.Select("c.")}, {Newest("AND action = 'campaign.save'")}, {Newest("")} FROM campaigns c
        """;

    private readonly Offenders _wrong = new();
    private long _count;

    public IReadOnlyList<Statement> Statements => [Statement.Query(Rows, Add)];

    public AuditCheck Answer() => _wrong.Answer(AuditChecks.CampaignsAsLogged, _count);

    private static string Newest(string condition) =>
        $"(SELECT CAST(after AS text) FROM admin_log WHERE subject = 'campaigns/' || c.id AND after IS NOT NULL {condition} ORDER BY number DESC LIMIT 1)";

    private void Add(Columns at)
    {
        _count++;
        var id = at.Text();
        if (!Unreadable.OrFalse(() => IsAsLogged(at.FromTheLeft())))
        {
            _wrong.Add(id);
        }
    }

    private static bool IsAsLogged(Columns at)
    {
        var campaign = Read.Campaign(at);
        var (saved, newest) = (at.TextOrNull(), at.TextOrNull());
        return (saved is null || JsonNode.DeepEquals(Terms(saved), Terms(LogForm.Write(campaign)!)))
            && (newest is null || LoggedValue.Parse(newest)?["paused"]?.ToString() == (campaign.Paused ? "true" : "false"));
    }

    private static JsonObject? Terms(string campaign)
    {
        if (LoggedValue.Parse(campaign) is not { } terms)
        {
            return null;
        }

        foreach (var moved in (string[])["issued", "paused", "given"])
        {
            terms.Remove(moved);
        }

        return terms;
    }
}
