using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>The system's librdkafka, which does the talking to Kafka.</summary>
internal static class KafkaLibrary
{
    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["librdkafka.dll"]
        : OperatingSystem.IsMacOS() ? ["librdkafka.1.dylib", "/opt/homebrew/lib/librdkafka.1.dylib", "/usr/local/lib/librdkafka.1.dylib"]
        : ["librdkafka.so.1"];

    private static readonly Lazy<nint> Loaded = new(() => Bind(Names));

    /// <summary>Loads it, once a process.</summary>
    /// <exception cref="InvalidOperationException">It is not installed: says what to install.</exception>
    public static void Require() => _ = Loaded.Value;

    internal static nint Find(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return library;
            }
        }

        throw new InvalidOperationException(
            $"DataPlatform:Kafka is configured, but the library librdkafka ({string.Join(", ", names)}) is not installed. "
            + "Install the package librdkafka1 (Debian, Ubuntu), librdkafka (Alpine, Fedora, Homebrew), or put librdkafka.dll on the PATH (Windows).");
    }

    private static nint Bind(string[] names)
    {
        var library = Find(names);
        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, (name, _, _) => IsKafka(name) ? library : 0);
        Library.Load();
        return library;
    }

    private static bool IsKafka(string name) => name.Contains("librdkafka", StringComparison.Ordinal);
}
