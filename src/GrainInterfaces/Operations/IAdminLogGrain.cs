using System.Text.Json;
using System.Text.Json.Serialization;

namespace ECommerce.GrainInterfaces;

/// <summary>What operators changed; lines are written in the same commit as the change, and never changed. Key: <see cref="Key"/>.</summary>
[Alias("IAdminLogGrain")]
public interface IAdminLogGrain : IGrainWithStringKey
{
    /// <summary>The one log's key.</summary>
    const string Key = "log";

    /// <summary>Lines of the log, newest first, as the ledger has them; fewer than the limit where they are large.</summary>
    /// <param name="before">The cursor of the page before, or null for the first.</param>
    /// <param name="limit">1..<see cref="Bounds.MaximumExportPage"/>.</param>
    [AlwaysInterleave, Alias("Get"), Repeatable]
    Task<Page<LogLineView>> Get(LogSearch search, long? before, int limit);
}

/// <summary>Which lines of the log are looked for; null: any.</summary>
/// <param name="Actor">The operator's user id.</param>
/// <param name="Action">Such as <c>stock.adjust</c>.</param>
/// <param name="Subject">Such as <c>stock/{sku}</c>.</param>
[GenerateSerializer, Immutable, Alias("LogSearch")]
public sealed record LogSearch(string? Actor = null, string? Action = null, string? Subject = null);

/// <summary>A line of the operators' log.</summary>
/// <param name="Number">Grows with time; no two lines have the same.</param>
/// <param name="Actor">The operator's user id.</param>
/// <param name="Action">What was done: a noun and a verb, such as <c>stock.adjust</c>.</param>
/// <param name="Subject">What was changed, as a path below <c>/v1</c> or <c>/v1/admin</c>: <c>stock/{sku}</c>.</param>
/// <param name="Reason">Why, in the operator's words; absent: not said.</param>
/// <param name="Before">What was changed, as it was, a JSON value; absent: there was nothing.</param>
/// <param name="After">The same as it was from then on, a JSON value; absent: there was nothing left.</param>
[GenerateSerializer, Immutable, Alias("LogLineView")]
public sealed record LogLineView(
    long Number,
    DateTimeOffset At,
    string Actor,
    string Action,
    string Subject,
    string? Reason,
    [property: JsonConverter(typeof(JsonTextConverter))] string? Before,
    [property: JsonConverter(typeof(JsonTextConverter))] string? After);

/// <summary>Writes a text that is JSON as the value that it is.</summary>
internal sealed class JsonTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonElement.ParseValue(ref reader).GetRawText();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}
