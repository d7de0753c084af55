using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ECommerce.Grains;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Storage;

namespace ECommerce.Silo;

/// <summary>
/// The form of stored states: what is stored depends on it and on nothing else. A cart that is damaged is read as far as it can be, and one
/// that cannot be read at all as an empty one. Otherwise its user could never use a cart again. No other state is taken for what it does not say.
/// </summary>
internal sealed class CartSerializer : IGrainStorageSerializer
{
    private readonly SystemTextJsonGrainStorageSerializer _json = new(Options.Create(Format()));

    public BinaryData Serialize<T>(T? input) => _json.Serialize(input);

    public T Deserialize<T>(BinaryData input)
    {
        try
        {
            return _json.Deserialize<T>(input) ?? Unreadable<T>("It is null.");
        }
        catch (Exception exception) when (typeof(T) == typeof(Cart) && IsDamage(exception))
        {
            return Unreadable<T>(exception.Message);
        }
    }

    private static T Unreadable<T>(string reason) => (T)(object)new Cart { Damage = "It cannot be read. " + reason };

    // A lone surrogate behind a \u escape is JSON, but not text.
    private static bool IsDamage(Exception exception) => exception is JsonException or InvalidOperationException;

    private static SystemTextJsonGrainStorageSerializerOptions Format()
    {
        var format = new SystemTextJsonGrainStorageSerializerOptions();
        format.JsonSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        format.JsonSerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        format.JsonSerializerOptions.Converters.Add(new LinesConverter());
        return format;
    }

    /// <summary>Reads each line by itself; one that cannot be read is null, which <see cref="Cart.Mend"/> drops.</summary>
    private sealed class LinesConverter : JsonConverter<List<StockLine>>
    {
        public override List<StockLine> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var lines = JsonElement.ParseValue(ref reader);
            return lines.ValueKind == JsonValueKind.Array
                ? [.. lines.EnumerateArray().Select(line => Line(line, options)!)]
                : throw new JsonException("Its lines are no list.");
        }

        public override void Write(Utf8JsonWriter writer, List<StockLine> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize<IReadOnlyList<StockLine>>(writer, value, options);

        private static StockLine? Line(JsonElement line, JsonSerializerOptions options)
        {
            try
            {
                return line.Deserialize<StockLine>(options);
            }
            catch (Exception exception) when (IsDamage(exception))
            {
                return null;
            }
        }
    }
}
