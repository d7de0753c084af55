using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ECommerce.Faults;

/// <summary>The proxy does what scenarios rely on.</summary>
public sealed class TcpProxyTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _echo = new(IPAddress.Loopback, 0);
    private readonly TcpProxy _proxy;
    private readonly List<TcpClient> _clients = [];

    public TcpProxyTests()
    {
        _echo.Start();
        _ = Echo();
        _proxy = new TcpProxy(((IPEndPoint)_echo.LocalEndpoint).Port);
    }

    [Fact]
    public async Task What_is_sent_arrives_and_its_answer_comes_back_whole()
    {
        var stream = await Connect();
        var sent = new byte[1 << 20];
        Random.Shared.NextBytes(sent);
        var received = new byte[sent.Length];

        await Task.WhenAll(stream.WriteAsync(sent).AsTask(), stream.ReadExactlyAsync(received).AsTask()).WaitAsync(Patience);

        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task A_connection_ends_at_one_end_when_the_other_closes_it()
    {
        var stream = await Connect();
        await Answers(stream);

        stream.Socket.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
        Assert.Equal(0, await Eventually.Ask(() => Task.FromResult(_proxy.Open), open => open == 0, Patience));
    }

    [Fact]
    public async Task What_comes_after_one_end_has_closed_its_direction_still_arrives()
    {
        var stream = await Connect();
        _proxy.Delay = TimeSpan.FromMilliseconds(20);
        await stream.WriteAsync(new byte[1]);

        stream.Socket.Shutdown(SocketShutdown.Send);

        await stream.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience);
        Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_delay_holds_in_both_directions()
    {
        var stream = await Connect();
        await Answers(stream);
        _proxy.Delay = TimeSpan.FromMilliseconds(50);
        var began = Stopwatch.GetTimestamp();

        await Answers(stream);

        // Timers may be a little early.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromMilliseconds(90), Patience);
    }

    [Fact]
    public async Task A_cut_resets_what_is_open_and_lets_new_connections_pass()
    {
        var stream = await Connect();
        await Answers(stream);

        _proxy.Cut();

        await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
        await Answers(await Connect());
    }

    [Fact]
    public async Task A_stall_holds_up_old_and_new_connections_and_loses_nothing()
    {
        var old = await Connect();
        await Answers(old);
        Task first, second;
        NetworkStream fresh;
        await using (_proxy.Stall())
        {
            fresh = await Connect();
            (first, second) = (Answers(old), Answers(fresh));
            await Eventually.Ask(() => Task.FromResult(_proxy.Open), open => open == 2, Patience);
            Assert.False(first.IsCompleted || second.IsCompleted);
        }

        await first;
        await second;
        await Answers(old);
        await Answers(fresh);
    }

    [Fact]
    public async Task An_abandoned_connection_stays_open_without_an_answer_until_it_is_cut_and_new_ones_pass()
    {
        var stream = await Connect();
        await Answers(stream);

        _proxy.Abandon();
        await stream.WriteAsync(new byte[1]);
        var reading = stream.ReadAsync(new byte[1]).AsTask();

        await Answers(await Connect());
        Assert.False(reading.IsCompleted);
        _proxy.Cut();
        await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_closed_way_refuses_until_it_is_opened_again()
    {
        var stream = await Connect();
        await Answers(stream);

        await using (await _proxy.Close())
        {
            await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
            await Assert.ThrowsAsync<SocketException>(Connect);
        }

        await Answers(await Connect());
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _proxy.DisposeAsync();
        _echo.Stop();
    }

    private async Task<NetworkStream> Connect()
    {
        var client = new TcpClient();
        _clients.Add(client);
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        return client.GetStream();
    }

    private static async Task Answers(NetworkStream stream)
    {
        var sent = (byte)Random.Shared.Next(256);
        await stream.WriteAsync(new[] { sent });
        var received = new byte[1];
        await stream.ReadExactlyAsync(received).AsTask().WaitAsync(Patience);
        Assert.Equal(sent, received[0]);
    }

    private async Task Echo()
    {
        try
        {
            while (true)
            {
                _ = Echo(await _echo.AcceptTcpClientAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private static async Task Echo(TcpClient client)
    {
        using (client)
        {
            try
            {
                await client.GetStream().CopyToAsync(client.GetStream());
            }
            catch (IOException)
            {
                // It was reset.
            }
        }
    }
}
