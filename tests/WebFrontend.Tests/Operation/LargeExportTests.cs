using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ECommerce.WebFrontend.Tests.Operation;

/// <summary>A shop with so many entries that an export which held them would be seen, and its clients.</summary>
public sealed class LargeExportTests(LargeExportTests.LargeShop large) : IClassFixture<LargeExportTests.LargeShop>
{
    private const int Entries = 300_000;

    private ShopProcess Process => large.Deployment.Frontends[0];

    [Fact]
    public async Task Many_entries_come_each_once_and_are_not_held_in_memory()
    {
        var (clock, before) = (Stopwatch.StartNew(), Process.PeakMemory);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/admin/export/entries.csv");
        (await large.Deployment.Shop().Admin()).Authorize(request);
        using var response = await Process.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.StartsWith("id,userId,", await lines.ReadLineAsync());

        var next = 0;
        while (await lines.ReadLineAsync() is { } line)
        {
            Assert.True(line.StartsWith($"many-{++next},mina,charge,", StringComparison.Ordinal), line);
        }

        Assert.Equal(Entries, next);
        var grown = Process.PeakMemory - before;
        Assert.True(grown < 200 << 20, $"{grown >> 20} MB more than before");
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"{clock.Elapsed} passed");
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_let_go()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(IPAddress.Loopback, Process.Http.BaseAddress!.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /v1/admin/export/entries.csv HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer {SignedToken.For("op", admin: true)}\r\n\r\n"));
        var start = new byte[12];
        await socket.ReceiveAsync(start);
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(start));

        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var isOpen = await Eventually.Ask(() => Task.FromResult(IsEstablished(port)), open => !open, TimeSpan.FromSeconds(60));

        Assert.False(isOpen);
        (await large.Deployment.Shop().Anonymous.Get("/v1/products")).Expect(200);
    }

    private static bool IsEstablished(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Any(connection => connection.LocalEndPoint.Port == port && connection.State == TcpState.Established);

    public sealed class LargeShop : IAsyncLifetime
    {
        public Deployment Deployment { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Deployment = await Deployment.Start(new ShopSettings { SigningKey = true });
            await using var connection = new SqliteConnection($"Data Source={Deployment.Frontends[0].SqliteFile};Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText =
                $"""
                INSERT INTO wallets (user_id, balance) VALUES ('mina', 1);
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Entries})
                INSERT INTO wallet_entries (id, user_id, kind, amount, balance, at) SELECT 'many-' || i, 'mina', 'charge', 1, i, i FROM n;
                """;
            await command.ExecuteNonQueryAsync();
        }

        public ValueTask DisposeAsync() => Deployment.DisposeAsync();
    }
}
