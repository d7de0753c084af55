namespace ECommerce.WebFrontend;

/// <summary>Remembers when the connection to a silo was last lost: what was asked of it before is answered by nobody.</summary>
internal sealed class LostSilos(TimeProvider clock) : IClusterConnectionStatusObserver
{
    private long _lostAt = long.MinValue;

    /// <summary>True when one was lost at or after that timestamp.</summary>
    public bool AnySince(long timestamp) => Volatile.Read(ref _lostAt) >= timestamp;

    /// <inheritdoc />
    public void NotifyClusterConnectionLost() => Volatile.Write(ref _lostAt, clock.GetTimestamp());

    /// <inheritdoc />
    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways < previousNumberOfGateways)
        {
            Volatile.Write(ref _lostAt, clock.GetTimestamp());
        }
    }
}
