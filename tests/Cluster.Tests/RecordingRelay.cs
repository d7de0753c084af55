using System.Text;

namespace ECommerce.Cluster.Tests;

/// <summary>Passes on what is sent to its port, in both directions, and remembers all of it.</summary>
internal sealed class RecordingRelay : IAsyncDisposable
{
    private readonly MemoryStream _carried = new();
    private readonly TcpProxy _proxy;

    /// <param name="target">The port on loopback to which it passes on.</param>
    public RecordingRelay(int target) => _proxy = new TcpProxy(target) { Seen = Remember };

    /// <summary>Where it listens.</summary>
    public int Port => _proxy.Port;

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

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    private void Remember(ReadOnlyMemory<byte> bytes)
    {
        lock (_carried)
        {
            _carried.Write(bytes.Span);
        }
    }
}
