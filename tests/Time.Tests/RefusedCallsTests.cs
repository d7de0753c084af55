using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ECommerce.Time.Tests;

public sealed class RefusedCallsTests(RefusedCallsTests.WatchedShop shop) : IClassFixture<RefusedCallsTests.WatchedShop>
{
    private const int Attempts = 10_000;

    [Fact]
    public async Task Refused_calls_are_all_counted_and_logged_once_a_second_for_each_reason()
    {
        var mina = await Shopper.Enter(shop, "mina");
        using var counted = new Counted(shop.Services.GetRequiredService<IMeterFactory>());

        await Parallel.ForAsync(0, Attempts, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            await Call(i % 2 == 0 ? "/v1/admin/log" : "/v1/products", SignedToken.Forged("forger", admin: true)));
        await Call("/v1/admin/audit", token: null);
        await Call("/v1/wallet", token: null);
        await mina.Get("/v1/admin/audit", 403);
        await mina.Get("/v1/admin/log", 403);

        Assert.Equal([("no_token", 1), ("not_admin", 2), ("wrong_issuer", Attempts)], counted.ByReason());
        var lines = shop.Lines.ToList();
        Assert.Equal(3, lines.Count);
        Assert.Contains(lines, line => line.Contains("wrong_issuer") && line.Contains("127.0.0.1") && line.Contains(" 0 more"));
        Assert.Contains(lines, line => line.Contains("not_admin") && line.Contains("user mina"));
        Assert.DoesNotContain(lines, line => line.Contains("forger") || line.Contains("eyJ"));

        shop.Advance(TimeSpan.FromSeconds(1));
        await Call("/v1/wallet", SignedToken.Forged("forger"));
        Assert.Contains($" {Attempts - 1} more", Assert.Single(shop.Lines.Except(lines)));
    }

    private async Task Call(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await shop.Client.SendAsync(request);
        Assert.Equal(path == "/v1/products" ? 200 : 401, (int)response.StatusCode);
    }

    /// <summary>The counter, as a collector of this shop's metrics sees it.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly ConcurrentQueue<(string Reason, long Calls)> _measured = [];
        private readonly MeterListener _listener = new();

        public Counted(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "ecommerce.calls.refused" && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, calls, tags, _) => _measured.Enqueue(((string)tags[0].Value!, calls)));
            _listener.Start();
        }

        public IEnumerable<(string Reason, int Calls)> ByReason() =>
            _measured.GroupBy(it => it.Reason, it => it.Calls).OrderBy(it => it.Key, StringComparer.Ordinal).Select(it => (it.Key, (int)it.Sum()));

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>A shop that keeps what it logs of refused calls.</summary>
    public sealed class WatchedShop() : TimedShop(Testing.Ledger.Sqlite), ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) =>
            categoryName.EndsWith(".RefusedCalls", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.AddSingleton<ILoggerProvider>(this));
        }
    }
}
