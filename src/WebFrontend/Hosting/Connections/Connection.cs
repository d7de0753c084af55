using System.Net;
using Microsoft.AspNetCore.Connections;

namespace ECommerce.WebFrontend;

/// <summary>A connection, and whether a request on it is being answered.</summary>
internal sealed class Connection
{
    private readonly ConnectionContext _context;
    private readonly Connections _all;

    public Connection(ConnectionContext context, Connections all)
    {
        (_context, _all) = (context, all);
        Address = (context.RemoteEndPoint as IPEndPoint)?.Address;
        Idle = new(this);
    }

    /// <summary>Where it comes from; null where that is no address.</summary>
    public IPAddress? Address { get; }

    /// <summary>Its place in the list of those that hold no request.</summary>
    public LinkedListNode<Connection> Idle { get; }

    /// <summary>Requests that are being answered; with HTTP/2 there may be several.</summary>
    public int Requests { get; set; }

    /// <summary>It is closed, or about to be.</summary>
    public bool IsClosed { get; set; }

    /// <summary>A request has come whole.</summary>
    public void Begin() => _all.Begin(this);

    /// <summary>It is answered.</summary>
    public void End() => _all.End(this);

    /// <summary>Closes it without waiting for anything.</summary>
    public void Abort() => _context.Abort();
}
