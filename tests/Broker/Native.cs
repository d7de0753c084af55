using System.Reflection;
using System.Runtime.InteropServices;

namespace ECommerce.Broker;

/// <summary>librdkafka's own broker cluster: real sockets, the real protocol, logs in memory, failures on demand.</summary>
internal static partial class Native
{
    private const string Library = "librdkafka";

    // The package has several builds for Linux. The first that finds what it links to is the one that Confluent.Kafka uses as well.
    private static readonly string[] Builds = [Library, "centos8-librdkafka", "alpine-librdkafka"];

    /// <summary>RD_KAFKA_PRODUCER.</summary>
    public const int Producer = 0;

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, (_, assembly, path) => Load(assembly, path));

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Set(nint configuration, string name, string value, nint error, nint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewClient(int type, nint configuration, nint error, nint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    public static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    public static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateTopic(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetTopicError(nint cluster, string topic, int error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    public static partial void PushErrors(nint cluster, short api, nint count, int[] errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_clear_request_errors")]
    public static partial void ClearErrors(nint cluster, short api);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    public static partial int SetDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    public static partial int SetUp(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    public static partial int SetRoundTrip(nint cluster, int broker, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetLeader(nint cluster, string topic, int partition, int broker);

    private static nint Load(Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var build in Builds)
        {
            if (NativeLibrary.TryLoad(build, assembly, path, out var library))
            {
                return library;
            }
        }

        throw new DllNotFoundException("No build of librdkafka in the package runs on this machine.");
    }
}
