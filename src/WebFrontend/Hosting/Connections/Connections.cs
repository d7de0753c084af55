using System.Net;

namespace ECommerce.WebFrontend;

/// <summary>
/// The connections of this process, which are bounded. At the bound, a new one takes the place of the one that has held no whole request for
/// the longest time, whatever it waits for: its handshake, the rest of its headers or of its body, its next request. A new one is refused when
/// requests are being answered on all the others. So connections that are only held keep nobody out.
/// </summary>
/// <param name="most">The most connections.</param>
/// <param name="mostOfAddress">The most of one address.</param>
internal sealed class Connections(int most, int mostOfAddress)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Connection> _idle = [];
    private readonly Dictionary<IPAddress, int> _ofAddress = [];
    private int _count;

    /// <summary>Counts a connection that was accepted; closes another one for it where there is no room. False: there is no room for it.</summary>
    public bool TryAdd(Connection connection)
    {
        Connection? displaced = null;
        lock (_lock)
        {
            if (connection.Address is { } address && _ofAddress.GetValueOrDefault(address) >= mostOfAddress)
            {
                return false;
            }

            if (_count >= most)
            {
                if (_idle.First is not { } oldest)
                {
                    return false;
                }

                displaced = oldest.Value;
                Forget(displaced);
            }

            _count++;
            connection.IsCounted = true;
            _idle.AddLast(connection.Idle);
            if (connection.Address is { } from)
            {
                _ofAddress[from] = _ofAddress.GetValueOrDefault(from) + 1;
            }
        }

        displaced?.Abort();
        return true;
    }

    /// <summary>A request has come whole on a connection: it is not displaced while that is answered.</summary>
    public void Begin(Connection connection)
    {
        lock (_lock)
        {
            if (connection.Requests++ == 0 && connection.Idle.List is not null)
            {
                _idle.Remove(connection.Idle);
            }
        }
    }

    /// <summary>The request is answered.</summary>
    public void End(Connection connection)
    {
        lock (_lock)
        {
            if (--connection.Requests == 0 && connection.IsCounted)
            {
                _idle.AddLast(connection.Idle);
            }
        }
    }

    /// <summary>Its socket is closed.</summary>
    public void Remove(Connection connection)
    {
        lock (_lock)
        {
            if (connection.IsCounted)
            {
                Forget(connection);
            }
        }
    }

    private void Forget(Connection connection)
    {
        _count--;
        connection.IsCounted = false;
        if (connection.Idle.List is not null)
        {
            _idle.Remove(connection.Idle);
        }

        if (connection.Address is { } address && --_ofAddress[address] == 0)
        {
            _ofAddress.Remove(address);
        }
    }
}
