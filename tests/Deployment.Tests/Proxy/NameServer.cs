using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ECommerce.Deployment.Tests.Proxy;

/// <summary>Answers for one name as docker does for a service: with the addresses of all its containers.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private const int Header = 12;
    private const int TypeAndClass = 4;
    private const ushort Addresses = 1;

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Task _serving;
    private volatile IPAddress[] _addresses = [];

    public NameServer() => _serving = Serve();

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    /// <summary>From now on the name stands for these.</summary>
    public void Answer(params IEnumerable<IPAddress> addresses) => _addresses = [.. addresses];

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _serving;
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var query = await _socket.ReceiveAsync();
                await _socket.SendAsync(Reply(query.Buffer, _addresses), query.RemoteEndPoint);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // The end of the test.
        }
    }

    /// <summary>The question again, and below it an address record for each address (RFC 1035).</summary>
    private static byte[] Reply(byte[] query, IPAddress[] addresses)
    {
        var nameEnd = Array.IndexOf(query, (byte)0, Header) + 1;
        var answers = BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(nameEnd)) == Addresses ? addresses : [];
        var reply = new List<byte>(query[..(nameEnd + TypeAndClass)]);
        reply[2] = 0x81; // An answer; recursion as asked for.
        reply[3] = 0x80;
        (reply[6], reply[7]) = (0, (byte)answers.Length);
        (reply[10], reply[11]) = (0, 0);
        foreach (var address in answers)
        {
            reply.AddRange([0xc0, Header, 0, (byte)Addresses, 0, 1, 0, 0, 2, 88, 0, 4]); // The name above, valid for 600 s as docker says.
            reply.AddRange(address.GetAddressBytes());
        }

        return [.. reply];
    }
}
