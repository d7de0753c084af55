using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>A real OpenID provider, oidc-provider on Node.js, on loopback. Each start of it signs with a key of its own.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    /// <summary>For whom its tokens are.</summary>
    public const string Audience = "https://api.shop.example";

    private const string SignedIn = "http://127.0.0.1/signed-in";
    private const int MostSteps = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "OpenIdProvider");
    private static readonly Lazy<Task<string?>> Installing = new(Install);

    private readonly int _port = FreePort.Next();
    private readonly object _claims;
    private Running? _running;

    private OpenIdProvider(object claims) => _claims = claims;

    /// <summary>Where it is.</summary>
    public Uri Authority => new($"http://127.0.0.1:{_port}");

    /// <summary>Starts one. Where it cannot be installed the test is skipped, and under CI it fails.</summary>
    /// <param name="claims">By account: the claims that its tokens carry beside the usual ones.</param>
    public static async Task<OpenIdProvider> Start(IReadOnlyDictionary<string, object> claims)
    {
        if (await Installing.Value is { } reason)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Skip(reason);
        }

        var provider = new OpenIdProvider(claims);
        await provider.Start();
        return provider;
    }

    /// <summary>Starts it again after <see cref="Stop"/>, with another key.</summary>
    public async Task Start()
    {
        var settings = JsonSerializer.Serialize(new { port = _port, audience = Audience, claims = _claims });
        _running = new Running(new ProcessStartInfo("node", [Path.Combine(Folder, "provider.js"), settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var isUp = await Eventually.Ask(
            () => Task.FromResult(_running.Log.Contains("The provider listens.", StringComparison.Ordinal)), up => up || _running.HasExited, Patience);
        Assert.True(isUp, _running.Log);
    }

    /// <summary>SIGKILL.</summary>
    public void Stop() => _running?.Kill();

    /// <summary>Signs in as a browser does it, by the authorization code flow; the access token for the shop.</summary>
    public async Task<string> SignIn(string account)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Authority };
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var code = await Authorize(browser, account, challenge);
        using var answer = await browser.PostAsync("/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "shop-page",
            ["redirect_uri"] = SignedIn,
            ["code"] = code,
            ["code_verifier"] = verifier,
            ["resource"] = Audience,
        }));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    /// <summary>Follows the provider's pages: who is it, and may the shop's page know it.</summary>
    private static async Task<string> Authorize(HttpClient browser, string account, string challenge)
    {
        var next = new Uri(browser.BaseAddress!, "/auth?client_id=shop-page&response_type=code&scope=openid%20shop&code_challenge_method=S256"
            + $"&code_challenge={challenge}&redirect_uri={Uri.EscapeDataString(SignedIn)}&resource={Uri.EscapeDataString(Audience)}");
        for (var step = 0; step < MostSteps && next.Port == browser.BaseAddress!.Port; step++)
        {
            using var page = await browser.GetAsync(next);
            next = page.StatusCode == HttpStatusCode.OK ? await Submit(browser, next, account, await page.Content.ReadAsStringAsync()) : Following(page, next);
        }

        var answer = next.Query.TrimStart('?').Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        return answer.TryGetValue("code", out var code) ? code : throw new InvalidOperationException($"The provider ends with {next}");
    }

    private static async Task<Uri> Submit(HttpClient browser, Uri form, string account, string html)
    {
        var asksWho = html.Contains("name=\"login\"", StringComparison.Ordinal);
        using var answer = await browser.PostAsync(form, new FormUrlEncodedContent(asksWho
            ? new Dictionary<string, string> { ["prompt"] = "login", ["login"] = account, ["password"] = "any" }
            : new Dictionary<string, string> { ["prompt"] = "consent" }));
        return Following(answer, form);
    }

    private static Uri Following(HttpResponseMessage answer, Uri from) => answer.Headers.Location is { } location
        ? new Uri(from, location)
        : throw new InvalidOperationException($"The provider answers {answer.StatusCode} to {from}.");

    /// <summary>Installs its packages beside the tests, unless that was done before; why it cannot be done, or null.</summary>
    private static async Task<string?> Install()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!new[] { "node", "npm" }.All(program => folders.Any(folder => File.Exists(Path.Combine(folder, program)))))
        {
            return "node and npm were not found: install them (for example apt-get install npm).";
        }

        var installed = Path.Combine(Folder, "node_modules", ".package-lock.json");
        if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) > File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            return null;
        }

        var (code, output) = await Command.Run("npm", "ci", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund");
        return code == 0 ? null : $"npm cannot install the OpenID provider: {output}";
    }
}
