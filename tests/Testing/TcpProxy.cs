using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ECommerce.Testing;

/// <summary>A way to a server on loopback that delays what passes, holds it up, breaks, or is closed, as a test wants it.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Connection, bool> _connections = new();
    private readonly IPEndPoint _target;
    private readonly IPEndPoint _own;
    private TcpListener _listener;
    private Task _accepting;
    private volatile TaskCompletionSource _passing = Passing();

    /// <param name="port">The server's port.</param>
    /// <param name="address">The server's address.</param>
    public TcpProxy(int port, string address = "127.0.0.1")
    {
        _target = new IPEndPoint(IPAddress.Parse(address), port);
        _own = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        (_listener, _accepting) = Listen();
    }

    /// <summary>Where it listens, on loopback.</summary>
    public int Port => _own.Port;

    /// <summary>How many connections are open through it.</summary>
    public int Open => _connections.Count;

    /// <summary>Is shown all that passes, in both directions.</summary>
    public Action<ReadOnlyMemory<byte>> Seen { get; init; } = _ => { };

    /// <summary>What passes from now on is this much later at the other end, in each direction.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Resets all connections at both ends. New ones may come.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Reset();
        }
    }

    /// <summary>
    /// Resets the servers' ends and leaves the clients' open, unread and unanswered, as after a crash of the server's machine. New
    /// connections pass.
    /// </summary>
    public void Abandon()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Abandon();
        }
    }

    /// <summary>
    /// Nothing passes in either direction until the result is disposed; then all of it does, as when packets were lost and are sent again.
    /// New connections are taken and get no answer meanwhile.
    /// </summary>
    public IAsyncDisposable Stall()
    {
        _passing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Undo(() =>
        {
            _passing.TrySetResult();
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>All connections are reset and new ones are refused until the result is disposed.</summary>
    public async Task<IAsyncDisposable> Close()
    {
        _listener.Stop();
        await _accepting;
        Cut();
        return new Undo(() =>
        {
            (_listener, _accepting) = Listen();
            return ValueTask.CompletedTask;
        });
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _passing.TrySetResult();
        Cut();
    }

    private (TcpListener Listener, Task Accepting) Listen()
    {
        var listener = new TcpListener(_own);
        listener.Start(1_024);
        return (listener, Accept(listener));
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = Carry(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It listens no more.
        }
    }

    private async Task Carry(Socket client)
    {
        using var connection = new Connection(client);
        _connections[connection] = true;
        try
        {
            await _passing.Task;
            await connection.Server.ConnectAsync(_target);
            Task[] directions = [Pass(client, connection.Server), Pass(connection.Server, client)];
            await await Task.WhenAny(directions);
            await Task.WhenAll(directions);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One of the ends is away. The other one is told, unless the connection was abandoned.
        }

        await connection.MayEnd;
        _connections.TryRemove(connection, out _);
    }

    /// <summary>Ends when the sender does, and tells the receiver. The other direction may go on.</summary>
    private async Task Pass(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        while (await from.ReceiveAsync(buffer) is > 0 and var length)
        {
            if (Delay > TimeSpan.Zero)
            {
                await Task.Delay(Delay);
            }

            await _passing.Task;
            Seen(buffer.AsMemory(0, length));
            for (var sent = 0; sent < length;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
            }
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private static TaskCompletionSource Passing()
    {
        var passing = new TaskCompletionSource();
        passing.SetResult();
        return passing;
    }

    private sealed class Connection(Socket client) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new();
        private Task _mayEnd = Task.CompletedTask;

        public Socket Server { get; } = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        /// <summary>An abandoned client's end is closed by a cut only.</summary>
        public Task MayEnd => _mayEnd;

        public void Abandon()
        {
            _mayEnd = _ended.Task;
            Server.Close(timeout: 0);
        }

        public void Reset()
        {
            Server.Close(timeout: 0);
            client.Close(timeout: 0);
            _ended.TrySetResult();
        }

        public void Dispose()
        {
            Server.Dispose();
            client.Dispose();
        }
    }
}
