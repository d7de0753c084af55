namespace ECommerce.Grains;

/// <summary>The time since a room was opened. It stands still while the campaign is paused, so that nobody's turn passes meanwhile.</summary>
internal sealed class RoomTime(TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();
    private TimeSpan _stood;
    private TimeSpan? _stopped;

    public TimeSpan Now => (_stopped ?? clock.GetElapsedTime(_began)) - _stood;

    public void Stop() => _stopped ??= clock.GetElapsedTime(_began);

    public void GoOn()
    {
        if (_stopped is { } stopped)
        {
            _stood += clock.GetElapsedTime(_began) - stopped;
            _stopped = null;
        }
    }
}
