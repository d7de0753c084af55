using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ECommerce.Ledger;

// The form of what was before and is after in the operators' log. Operators read it, so members may be added but never changed; the
// golden file of the tests shows it.
internal static class LogForm
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new TimeForm() },
    };

    public static string? Write(object? value) => value is null ? null : JsonSerializer.Serialize(value, Form);

    // A product with the variants that it has.
    public static object Of(Product product, IReadOnlyList<Variant> variants) => new
    {
        product.Id,
        product.Name,
        product.Description,
        product.Vendor,
        product.Type,
        product.Tags,
        product.ImageUrl,
        product.Images,
        product.Status,
        product.Options,
        Variants = variants.Select(variant => new
        {
            variant.Sku,
            variant.Options,
            variant.Price,
            variant.CompareAtPrice,
            variant.ImageUrl,
            variant.Stock,
        }),
    };

    private sealed class TimeForm : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(EventTime.Text(value));
    }
}
