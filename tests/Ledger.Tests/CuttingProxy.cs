using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ECommerce.Ledger.Tests;

internal enum Cut
{
    // The server never sees the commit.
    BeforeTheCommit,

    // The server commits; its answer does not arrive.
    AfterTheCommit,
}

// A way to the server on loopback that cuts the connection at the first message after it is armed that has a text in it.
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;
    private volatile Armed? _armed;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    // The text shows that the client commits with this message.
    public void Arm(Cut cut, string commit) => _armed = new(cut, Encoding.UTF8.GetBytes(commit));

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Carry(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Carry(TcpClient client)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _target);
        using (client)
        {
            var committing = new TaskCompletionSource();
            var up = Up(client.GetStream(), server.GetStream(), committing);
            var down = Down(server.GetStream(), client.GetStream(), committing.Task);
            await Task.WhenAny(up, down);
        }
    }

    // Ends when the connection is to be cut, or is gone.
    private async Task Up(NetworkStream client, NetworkStream server, TaskCompletionSource committing)
    {
        await Carried(client, async bytes =>
        {
            if (_armed is { } armed && bytes.Span.IndexOf(armed.Commit) >= 0)
            {
                _armed = null;
                if (armed.Cut == Cut.BeforeTheCommit)
                {
                    return false;
                }

                committing.SetResult();
            }

            await server.WriteAsync(bytes);
            return true;
        });
    }

    private static Task Down(NetworkStream server, NetworkStream client, Task committing) => Carried(server, async bytes =>
    {
        if (committing.IsCompleted)
        {
            return false;
        }

        await client.WriteAsync(bytes);
        return true;
    });

    private static async Task Carried(NetworkStream from, Func<ReadOnlyMemory<byte>, Task<bool>> onBytes)
    {
        var buffer = new byte[1 << 20];
        try
        {
            int read;
            do
            {
                read = await from.ReadAsync(buffer);
            }
            while (read > 0 && await onBytes(buffer.AsMemory(0, read)));
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
        }
    }

    private sealed record Armed(Cut Cut, byte[] Commit);
}
