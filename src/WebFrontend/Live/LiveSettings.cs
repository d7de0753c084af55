namespace ECommerce.WebFrontend;

/// <summary>The bounds of event streams, as they are configured.</summary>
internal static class LiveSettings
{
    private const string Section = "Live:";

    private static readonly NumberSetting Streams = new(Section + "MaximumStreams", 5_000, 1, 1_000_000);
    private static readonly NumberSetting StreamsPerAddress = new(Section + "MaximumStreamsPerAddress", 1_000_000, 1, 1_000_000);
    private static readonly NumberSetting Age = new(Section + "StreamSeconds", 300, 1, 3_600);
    private static readonly NumberSetting Silence = new(Section + "HeartbeatSeconds", 15, 1, 300);

    /// <summary>Which of the settings is out of its bounds; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) => NumberSetting.Refuse(configuration, Streams, StreamsPerAddress, Age, Silence);

    /// <summary>Streams of this process at once. At most half of its connections: the others are for those who buy.</summary>
    public static int MaximumStreams(IConfiguration configuration) =>
        Math.Min(Streams.Of(configuration), Math.Max(1, ConnectionBounds.MostOf(configuration) / 2));

    /// <summary>Streams of one address at once, of an IPv6 network of 64 bits.</summary>
    public static int MaximumStreamsPerAddress(IConfiguration configuration) => StreamsPerAddress.Of(configuration);

    /// <summary>How long a stream lasts. Its reader comes again, perhaps to another frontend, and has what it needs in its last event id.</summary>
    public static TimeSpan StreamAge(IConfiguration configuration) => TimeSpan.FromSeconds(Age.Of(configuration));

    /// <summary>After so long without an event a comment is sent, so that nobody on the way takes the connection for dead.</summary>
    public static TimeSpan Heartbeat(IConfiguration configuration) => TimeSpan.FromSeconds(Silence.Of(configuration));
}
