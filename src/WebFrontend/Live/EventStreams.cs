using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ECommerce.WebFrontend;

/// <summary>
/// Sends server-sent events. There are so many streams at once, and each ends after some minutes, or when the process is asked to stop. An event is
/// made when the one before it was taken by the connection: to a slow reader nothing is kept but what its connection buffers, and it
/// meets the newest state next.
/// </summary>
internal sealed class EventStreams(IConfiguration configuration, IHostApplicationLifetime host)
{
    /// <summary>What the answers are.</summary>
    public const string ContentType = "text/event-stream";

    /// <summary>How long a reader who takes nothing keeps its connection when its stream is over.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Readers whose streams ended together come again within so long, in milliseconds.</summary>
    private const int LatestReturn = 3_000;

    private readonly int _most = LiveSettings.MaximumStreams(configuration);
    private readonly int _mostOfAddress = LiveSettings.MaximumStreamsPerAddress(configuration);
    private readonly TimeSpan _age = LiveSettings.StreamAge(configuration);
    private readonly TimeSpan _heartbeat = LiveSettings.Heartbeat(configuration);
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, int> _byAddress = [];
    private int _count;

    /// <summary>Streams that are open now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Runs a stream in a place of its own, and refuses it where there is none.</summary>
    public async Task<IResult> InPlace(HttpContext context, Func<Task<IResult>> stream)
    {
        if (!TryEnter(context))
        {
            return Problem.Overloaded();
        }

        try
        {
            return await stream();
        }
        finally
        {
            Leave(context);
        }
    }

    /// <summary>Answers with events until the stream ends.</summary>
    /// <param name="change">Says when there may be something new.</param>
    /// <param name="news">What is new since it was last asked, one after the other.</param>
    public async Task Send(HttpContext context, ChangeSignal change, Func<IEnumerable<SseItem<byte[]>>> news)
    {
        // A reader on a bad line is no attack: how slow it may be is bounded by the age of the stream.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        using var stuck = new CancellationTokenSource();
        await using var ended = end.Token.Register(() => stuck.CancelAfter(Grace));
        await using var aborted = stuck.Token.Register(context.Abort);

        // Streams that began together do not end together.
        end.CancelAfter(_age * (1 - (Random.Shared.NextDouble() / 5)));
        try
        {
            await TypedResults.ServerSentEvents(Events(context, change, news, end.Token)).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Its reader went away, or took nothing.
        }
    }

    private bool TryEnter(HttpContext context)
    {
        var address = RateLimits.Network(context.Connection.RemoteIpAddress);
        lock (_lock)
        {
            var ofAddress = _byAddress.GetValueOrDefault(address);
            if (_count >= _most || ofAddress >= _mostOfAddress)
            {
                return false;
            }

            _byAddress[address] = ofAddress + 1;
            _count++;
            return true;
        }
    }

    private void Leave(HttpContext context)
    {
        var address = RateLimits.Network(context.Connection.RemoteIpAddress);
        lock (_lock)
        {
            _count--;
            if (--_byAddress[address] == 0)
            {
                _byAddress.Remove(address);
            }
        }
    }

    private async IAsyncEnumerable<SseItem<byte[]>> Events(
        HttpContext context, ChangeSignal change, Func<IEnumerable<SseItem<byte[]>>> news, [EnumeratorCancellation] CancellationToken end)
    {
        if (Edge.IsHead(context))
        {
            yield break;
        }

        await Comment(context.Response, $"retry: {Random.Shared.Next(LatestReturn / 3, LatestReturn)}\n:\n\n");
        do
        {
            foreach (var item in news())
            {
                yield return item;
            }

            while (!end.IsCancellationRequested && !await change.Wait(_heartbeat, end))
            {
                await Comment(context.Response, ":\n\n");
            }
        }
        while (!end.IsCancellationRequested);
    }

    // Between two events nobody else writes.
    private static async Task Comment(HttpResponse response, string text)
    {
        await response.Body.WriteAsync(Encoding.ASCII.GetBytes(text), response.HttpContext.RequestAborted);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted);
    }
}
