using System.Net.Http;
using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>An event of a stream.</summary>
/// <param name="Id">What its reader has then; empty: the stream gives no ids.</param>
public sealed record ServerEvent(string Name, string Id, JsonElement Data);

/// <summary>Somebody who follows an event stream, event by event.</summary>
public sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new StreamReader(body));

    /// <summary>Comments that have come: they tell that the stream lives.</summary>
    public int Comments { get; private set; }

    /// <summary>The status and the headers of the answer.</summary>
    public HttpResponseMessage Response => _response;

    /// <summary>Opens a stream, whatever is answered.</summary>
    /// <param name="lastEventId">What the reader has; null: nothing.</param>
    public static async Task<EventReader> Open(HttpClient http, string path, Caller? caller = null, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        caller?.Authorize(request);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null: the stream has ended.</summary>
    public async Task<ServerEvent?> Next()
    {
        var (name, id, data) = ("message", "", "");
        while (await _lines.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith(':'))
            {
                Comments++;
            }

            (name, id, data) = line.Split(": ", 2) switch
            {
                ["event", var value] => (value, id, data),
                ["id", var value] => (name, value, data),
                ["data", var value] => (name, id, value),
                _ => (name, id, data),
            };
            if (line.Length == 0 && data.Length > 0)
            {
                return new ServerEvent(name, id, JsonDocument.Parse(data).RootElement);
            }
        }

        return null;
    }

    /// <summary>The next event, which is expected to come.</summary>
    public async Task<ServerEvent> Event() => await Next() ?? throw new InvalidOperationException("The stream has ended.");

    /// <summary>The first event that is meant; those before it are passed over.</summary>
    public async Task<ServerEvent> Event(Func<ServerEvent, bool> isMeant)
    {
        while (true)
        {
            if (await Event() is var next && isMeant(next))
            {
                return next;
            }
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
