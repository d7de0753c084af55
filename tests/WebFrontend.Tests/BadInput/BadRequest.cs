using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace ECommerce.WebFrontend.Tests.BadInput;

/// <summary>One malformed request; <c>{sku}</c>, <c>{product}</c>, <c>{order}</c>, <c>{campaign}</c> stand for real ones.</summary>
public sealed record BadRequest(string Method, string Path, byte[]? Body = null, string? Type = "application/json")
{
    /// <summary>With an Idempotency-Key of its own.</summary>
    public bool WithKey { get; init; } = true;

    /// <summary>The path, the beginning of the body, and its type.</summary>
    public override string ToString()
    {
        var text = Body is null ? "no body" : Encoding.Latin1.GetString(Body, 0, Math.Min(Body.Length, 60));
        return $"{Method} {(Path.Length > 80 ? Path[..80] + "…" : Path)} {text} {Type}";
    }

    /// <summary>The request with real ids in it.</summary>
    public Task<Answer> SendAs(Caller caller, IReadOnlyDictionary<string, string> real)
    {
        var path = Path;
        foreach (var (name, id) in real)
        {
            path = path.Replace("{" + name + "}", id);
        }

        (string, string)[] headers = WithKey ? [("Idempotency-Key", Some.Key())] : [];
        return caller.Send(new HttpMethod(Method), path, Content(real), headers);
    }

    private ByteArrayContent? Content(IReadOnlyDictionary<string, string> real)
    {
        if (Body is null)
        {
            return null;
        }

        var bytes = Body;
        if (bytes.Length < 10_000)
        {
            // Latin-1 keeps every byte, also those that are no text.
            var text = Encoding.Latin1.GetString(bytes);
            foreach (var (name, id) in real)
            {
                text = text.Replace("{" + name + "}", id);
            }

            bytes = Encoding.Latin1.GetBytes(text);
        }

        var content = new ByteArrayContent(bytes);
        if (Type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", Type);
        }

        return content;
    }
}
