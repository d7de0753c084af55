using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace ECommerce.WebFrontend;

/// <summary>A connection that counts from when it was accepted until its socket is closed, and knows whether a request on it is being answered.</summary>
internal sealed class Connection : ConnectionContext
{
    private readonly ConnectionContext _accepted;
    private readonly Connections _all;

    public Connection(ConnectionContext accepted, Connections all)
    {
        (_accepted, _all) = (accepted, all);
        Address = (accepted.RemoteEndPoint as IPEndPoint)?.Address;
        Idle = new(this);
        Features.Set(this);
    }

    /// <summary>Where it comes from; null where that is no address.</summary>
    public IPAddress? Address { get; }

    /// <summary>Its place in the list of those that hold no request.</summary>
    public LinkedListNode<Connection> Idle { get; }

    /// <summary>Requests that are being answered; with HTTP/2 there may be several.</summary>
    public int Requests { get; set; }

    /// <summary>It is one of those that are bounded: it was not refused, and is not closed.</summary>
    public bool IsCounted { get; set; }

    public override string ConnectionId { get => _accepted.ConnectionId; set => _accepted.ConnectionId = value; }

    public override IFeatureCollection Features => _accepted.Features;

    public override IDictionary<object, object?> Items { get => _accepted.Items; set => _accepted.Items = value; }

    public override IDuplexPipe Transport { get => _accepted.Transport; set => _accepted.Transport = value; }

    public override CancellationToken ConnectionClosed { get => _accepted.ConnectionClosed; set => _accepted.ConnectionClosed = value; }

    public override EndPoint? LocalEndPoint { get => _accepted.LocalEndPoint; set => _accepted.LocalEndPoint = value; }

    public override EndPoint? RemoteEndPoint { get => _accepted.RemoteEndPoint; set => _accepted.RemoteEndPoint = value; }

    /// <summary>A request has come whole.</summary>
    public void Begin() => _all.Begin(this);

    /// <summary>It is answered.</summary>
    public void End() => _all.End(this);

    /// <summary>Closes its socket, without waiting for anything.</summary>
    public override void Abort(ConnectionAbortedException abortReason) => _accepted.Abort(abortReason);

    /// <summary>Closes it when all has been sent.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _accepted.DisposeAsync();
        }
        finally
        {
            _all.Remove(this);
        }
    }
}
