using System.Text.Encodings.Web;
using System.Text.Json;

namespace ECommerce.Ledger;

// The form of the columns "options" of products, variants and order lines, and "items" of refunds. Rows that were written long ago are read by it, so
// it is never changed; the golden file of the tests shows it.
internal static class JsonColumns
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Form);

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Form)!;
}
