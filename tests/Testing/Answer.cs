using System.Net.Http;
using System.Text;
using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>What the shop answered, read to its end.</summary>
public sealed class Answer
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> _headers;
    private JsonElement? _json;

    private Answer(string request, int status, string text, Dictionary<string, string> headers)
    {
        Request = request;
        Status = status;
        Text = text;
        _headers = headers;
    }

    /// <summary>Method and path, for messages.</summary>
    public string Request { get; }

    public int Status { get; }

    public string Text { get; }

    /// <summary>The body; fails with the whole answer when it is no JSON.</summary>
    public JsonElement Json => _json ??= Parse();

    /// <summary>The stable code of a problem; null when there is none.</summary>
    public string? Code => Text.Length > 0 && ContentType == "application/problem+json" && Json.TryGetProperty("code", out var code)
        ? code.GetString()
        : null;

    /// <summary>Without its parameters.</summary>
    public string? ContentType => Header("Content-Type")?.Split(';')[0].Trim();

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>A member of the body.</summary>
    public JsonElement this[string member] =>
        Json.TryGetProperty(member, out var value) ? value : throw new KeyNotFoundException($"No \"{member}\" in {this}");

    /// <summary>The value of a header, null when it is not there.</summary>
    public string? Header(string name) => _headers.GetValueOrDefault(name);

    /// <summary>Fails with the whole answer unless the status is this one.</summary>
    public Answer Expect(int status)
    {
        if (Status != status)
        {
            Assert.Fail($"Expected {status}, but {this}{(Status >= 500 ? Running.Said : "")}");
        }

        return this;
    }

    /// <summary>Fails unless it is a problem as the contract describes one, with this status and code.</summary>
    public Answer Expect(int status, string code)
    {
        Expect(status);
        if (Code != code)
        {
            Assert.Fail($"Expected the code {code}, but {this}");
        }

        Problem.IsWellFormed(this);
        return this;
    }

    public override string ToString() => $"{Request} answered {Status} {Header("Content-Type")}: {Text}";

    internal static async Task<Answer> Read(HttpResponseMessage response)
    {
        var request = $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.PathAndQuery}";
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        return new Answer(request, (int)response.StatusCode, StrictUtf8.GetString(bytes), headers);
    }

    private JsonElement Parse()
    {
        try
        {
            return JsonDocument.Parse(Text).RootElement;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Not JSON: {this}", error);
        }
    }
}
