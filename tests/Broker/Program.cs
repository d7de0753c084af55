using System.Globalization;
using System.Runtime.InteropServices;
using ECommerce.Broker;

// A Kafka cluster in a process of its own. It reads commands from standard input and answers each line with one:
//   dotnet ECommerce.Broker.dll [brokers]     prints where it listens
//   topic NAME PARTITIONS                     creates a topic
//   hide NAME · show NAME                     answers from now on that there is no such topic; or that there is
//   down · up                                 cuts all connections and accepts no new ones; accepts them again
//   slow MILLISECONDS                         answers this much later from now on
//   errors CODE…                              fails the next produce requests, one each; -195 cuts the connection instead
//   heal                                      forgets the errors that no request has met yet
//   leader NAME PARTITION BROKER              moves a partition; -1: it has no leader
// It ends with its standard input.
const short Produce = 0;
const int AllBrokers = -1;
const int UnknownTopic = 3;

var brokers = args.Length > 0 ? Number(args[0]) : 3;
var configuration = Native.NewConfiguration();
Native.Set(configuration, "log_level", "3", 0, 0);
var cluster = Native.NewCluster(Native.NewClient(Native.Producer, configuration, 0, 0), brokers);
Console.WriteLine(Marshal.PtrToStringUTF8(Native.Bootstraps(cluster)));
while (Console.ReadLine() is { } line)
{
    Console.WriteLine(Do(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is var error and not 0 ? $"error {error}" : "done");
}

int Do(string[] command)
{
    switch (command)
    {
        case ["topic", var name, var partitions]:
            return Native.CreateTopic(cluster, name, Number(partitions), brokers);
        case ["hide", var name]:
            Native.SetTopicError(cluster, name, UnknownTopic);
            return 0;
        case ["show", var name]:
            Native.SetTopicError(cluster, name, 0);
            return 0;
        case ["down"]:
            return Native.SetDown(cluster, AllBrokers);
        case ["up"]:
            return Native.SetUp(cluster, AllBrokers);
        case ["slow", var milliseconds]:
            return Native.SetRoundTrip(cluster, AllBrokers, Number(milliseconds));
        case ["errors", .. var codes]:
            Native.PushErrors(cluster, Produce, codes.Length, [.. codes.Select(Number)]);
            return 0;
        case ["heal"]:
            Native.ClearErrors(cluster, Produce);
            return 0;
        case ["leader", var name, var partition, var broker]:
            return Native.SetLeader(cluster, name, Number(partition), Number(broker));
        default:
            throw new ArgumentException($"Not a command: {string.Join(' ', command)}");
    }
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
