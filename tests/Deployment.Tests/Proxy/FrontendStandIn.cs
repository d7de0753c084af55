using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ECommerce.Deployment.Tests.Proxy;

/// <summary>Listens as a frontend does, on a loopback address of its own, and notes what arrives.</summary>
internal sealed class FrontendStandIn(IPAddress address, int port) : IAsyncDisposable
{
    private const long LargestBody = 512L << 20;

    private WebApplication? _app;

    public IPAddress Address => address;

    /// <summary>What /readyz says.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>What /livez says.</summary>
    public bool IsAlive { get; set; } = true;

    /// <summary>True: it takes a call and dies before it answers.</summary>
    public bool DiesOnCalls { get; set; }

    /// <summary>Completes when the first bytes of a call's body have arrived.</summary>
    public TaskCompletionSource BodyBegan { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The addresses from which the last call came, as it was told.</summary>
    public string? Caller { get; private set; }

    /// <summary>The calls, in order: their idempotency key and the length of their body.</summary>
    public ConcurrentQueue<(string Key, long Length)> Calls { get; } = new();

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address, port);
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        _app = builder.Build();
        _app.MapGet("/readyz", () => Results.StatusCode(IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
        _app.MapGet("/livez", () => Results.StatusCode(IsAlive ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
        _app.MapPost("/v1/{**call}", Take);
        await _app.StartAsync();
    }

    public async Task Stop()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
            _app = null;
        }
    }

    public async ValueTask DisposeAsync() => await Stop();

    private async Task Take(HttpContext context)
    {
        var length = 0L;
        var buffer = new byte[65_536];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            length += read;
            BodyBegan.TrySetResult();
        }

        Caller = context.Request.Headers["X-Forwarded-For"].ToString();
        Calls.Enqueue((context.Request.Headers["Idempotency-Key"].ToString(), length));
        if (DiesOnCalls)
        {
            context.Abort();
            return;
        }

        await context.Response.WriteAsync(address.ToString());
    }
}
