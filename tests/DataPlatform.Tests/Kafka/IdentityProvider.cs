using System.Text;
using System.Threading.Channels;
using ECommerce.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ECommerce.DataPlatform.Tests.Kafka;

/// <summary>Gives tokens over HTTP, and tells who asked for what.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<(string Credentials, string Form)> _asked = Channel.CreateUnbounded<(string, string)>();

    private IdentityProvider(WebApplication app, Uri endpoint)
    {
        _app = app;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    /// <summary>What it answers.</summary>
    public (int Status, string Body) Answer { get; set; } = (200, """{"access_token":"a.b.c","token_type":"Bearer","expires_in":3600}""");

    public static async Task<IdentityProvider> Start()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.ToString());
        var provider = new IdentityProvider(builder.Build(), new Uri(address, "/token"));
        provider._app.MapPost("/token", provider.Give);
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>The next request: credentials decoded, and the form as it was sent.</summary>
    public async Task<(string Credentials, string Form)> Asked() => await _asked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Give(HttpContext context)
    {
        var credentials = context.Request.Headers.Authorization.ToString()["Basic ".Length..];
        using var body = new StreamReader(context.Request.Body);
        _asked.Writer.TryWrite((Encoding.UTF8.GetString(Convert.FromBase64String(credentials)), await body.ReadToEndAsync()));
        context.Response.StatusCode = Answer.Status;
        await context.Response.WriteAsync(Answer.Body);
    }
}
