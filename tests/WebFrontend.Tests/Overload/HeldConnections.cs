using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ECommerce.WebFrontend.Tests.Overload;

/// <summary>Connections on which something is sent, and then nothing.</summary>
internal sealed class HeldConnections(int port) : IAsyncDisposable
{
    private readonly List<Socket> _open = [];

    /// <summary>Opens so many, and sends on each what is given.</summary>
    public async Task Open(int count, string sent = "")
    {
        var bytes = Encoding.ASCII.GetBytes(sent);
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _open.Add(socket);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                await socket.SendAsync(bytes);
            }
            catch (SocketException)
            {
                // It was refused, or has made room for another one already.
            }
        }
    }

    /// <summary>The beginning of what comes on each.</summary>
    public Task<string[]> Answers(TimeSpan within) => Task.WhenAll(_open.Select(async socket =>
    {
        var answer = new byte[1_024];
        return Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer).WaitAsync(within));
    }));

    public ValueTask DisposeAsync()
    {
        _open.ForEach(socket => socket.Dispose());
        return ValueTask.CompletedTask;
    }
}
