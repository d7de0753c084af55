using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ECommerce.WebFrontend.Tests.Overload;

/// <summary>
/// Connections that are accepted and not served yet, as when all threads of a shop are busy. Counted when they are served, several hundred of them
/// took all descriptors, and the process ended.
/// </summary>
public sealed class BoundedListenersTests
{
    private const int Most = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Connections_that_nobody_serves_yet_are_bounded_as_well()
    {
        await using var listener = await Listen(int.MaxValue);
        var callers = new List<Socket>();
        for (var i = 0; i < 2 * Most; i++)
        {
            callers.Add(await Connect(listener));
            Assert.NotNull(await listener.AcceptAsync());
        }

        foreach (var displaced in callers[..Most])
        {
            Assert.True(await IsClosed(displaced));
        }

        Assert.All(callers[Most..], kept => Assert.False(kept.Poll(0, SelectMode.SelectRead)));
        callers.ForEach(caller => caller.Dispose());
    }

    [Fact]
    public async Task A_connection_that_is_refused_takes_no_room_and_gives_none_back()
    {
        await using var listener = await Listen(mostOfAddress: 1);
        using var first = await Connect(listener);
        var kept = (await listener.AcceptAsync())!;
        var next = listener.AcceptAsync().AsTask();
        for (var i = 0; i < Most; i++)
        {
            Assert.True(await IsRefused(listener));
        }

        Assert.False(next.IsCompleted);
        await kept.DisposeAsync();
        using var last = await Connect(listener);
        Assert.NotNull(await next.WaitAsync(Patience));
    }

    private static async Task<IConnectionListener> Listen(int mostOfAddress)
    {
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return await new BoundedListeners(sockets, new Connections(Most, mostOfAddress)).BindAsync(new IPEndPoint(IPAddress.Loopback, 0));
    }

    private static async Task<Socket> Connect(IConnectionListener listener)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.EndPoint);
        return socket;
    }

    private static async Task<bool> IsRefused(IConnectionListener listener)
    {
        try
        {
            using var socket = await Connect(listener);
            return await IsClosed(socket);
        }
        catch (SocketException)
        {
            // It was closed before it knew that it was open.
            return true;
        }
    }

    private static async Task<bool> IsClosed(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1]).WaitAsync(Patience) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
