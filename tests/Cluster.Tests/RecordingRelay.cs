using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ECommerce.Cluster.Tests;

/// <summary>Passes on what is sent to its port, in both directions, and remembers all of it.</summary>
internal sealed class RecordingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, FreePort.Next());
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryStream _carried = new();
    private readonly int _target;
    private readonly Task _accepting;

    /// <param name="target">The port on loopback to which it passes on.</param>
    public RecordingRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many bytes it carried.</summary>
    public long Length
    {
        get
        {
            lock (_carried)
            {
                return _carried.Length;
            }
        }
    }

    /// <summary>Whether a text stood in what it carried.</summary>
    public bool Carried(string text)
    {
        lock (_carried)
        {
            return _carried.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(Connect(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Connect(Socket caller)
    {
        using var callee = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (caller)
        {
            try
            {
                await callee.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                await Task.WhenAny(Copy(caller, callee), Copy(callee, caller));
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                // The other end is not there: so the caller learns.
            }
        }
    }

    private async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var length)
        {
            lock (_carried)
            {
                _carried.Write(buffer.AsSpan(0, length));
            }

            await to.SendAsync(buffer.AsMemory(0, length), _stop.Token);
        }
    }
}
