using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using ECommerce.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ECommerce.DataPlatform.Tests.Kafka;

/// <summary>Gives tokens over HTTP or HTTPS, and keeps the requests for them.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<(string Credentials, string Form)> _requests = Channel.CreateUnbounded<(string, string)>();

    private IdentityProvider(WebApplication app, Uri endpoint)
    {
        _app = app;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    /// <summary>The status and the body of its answers.</summary>
    public (int Status, string Body) Answer { get; set; } = (200, $$"""{"access_token":"{{SignedToken.For("shop")}}","token_type":"Bearer","expires_in":3600}""");

    /// <summary>Starts one.</summary>
    /// <param name="certificate">Its certificate for HTTPS; null: it speaks HTTP.</param>
    public static async Task<IdentityProvider> Start(X509Certificate2? certificate = null)
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var provider = new IdentityProvider(builder.Build(), new($"{(certificate is null ? "http" : "https")}://127.0.0.1:{port}/token"));
        provider._app.MapPost("/token", provider.Give);
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>The next request: its credentials, decoded, and its form as it was sent.</summary>
    public async Task<(string Credentials, string Form)> NextRequest() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(Some.Patience);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Give(HttpContext context)
    {
        var credentials = context.Request.Headers.Authorization.ToString()["Basic ".Length..];
        using var body = new StreamReader(context.Request.Body);
        _requests.Writer.TryWrite((Encoding.UTF8.GetString(Convert.FromBase64String(credentials)), await body.ReadToEndAsync()));
        context.Response.StatusCode = Answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Answer.Body);
    }
}
