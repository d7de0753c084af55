using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ECommerce.Testing;

/// <summary>
/// Loopback ports below the range from which outgoing connections are numbered,
/// so that a server that restarts on its port finds it free.
/// </summary>
public static class FreePort
{
    private const int First = 18_000;
    private const int Last = 31_999;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port that nobody listens on, given out once in this process.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (IsFree(port) && Given.TryAdd(port, true))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No free port between {First} and {Last}.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
