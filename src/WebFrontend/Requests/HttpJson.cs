using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ECommerce.WebFrontend;

/// <summary>
/// JSON over HTTP: camelCase, enums as snake_case words, times in UTC with a Z, absent instead of null. It is the form of HTTP
/// alone: what is stored or published has a form of its own.
/// </summary>
internal static class HttpJson
{
    /// <summary>The options; read-only.</summary>
    public static readonly JsonSerializerOptions Options = Create();

    /// <summary>A time as it is written: RFC 3339 in UTC with milliseconds.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Gives other options the same form.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.MaxDepth = 32;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new UtcTimeConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.Converters.Add(new WholeNumberConverter<int>());
        options.Converters.Add(new WholeNumberConverter<long>());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.GetString()!, out var time)
                ? time
                : throw new JsonException("A time is one of RFC 3339.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Text(value));
    }

    private sealed class WholeNumberConverter<TNumber> : JsonConverter<TNumber>
        where TNumber : struct, IBinaryInteger<TNumber>
    {
        public override TNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number
                && WholeNumber.TryParse<TNumber>(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan, out var number)
                ? number
                : throw new JsonException("A number is a whole one in range.");

        public override void Write(Utf8JsonWriter writer, TNumber value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(long.CreateChecked(value));
    }
}
