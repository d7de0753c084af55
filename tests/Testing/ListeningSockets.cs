using System.Globalization;
using System.Net;

namespace ECommerce.Testing;

/// <summary>Where a process listens for TCP, as Linux tells under /proc.</summary>
public static class ListeningSockets
{
    private const string Listening = "0A";
    private const int Local = 1;
    private const int State = 3;
    private const int Inode = 9;

    /// <summary>Every address and port, in the order of ports.</summary>
    public static IReadOnlyList<IPEndPoint> Of(ShopProcess process)
    {
        var own = Directory.EnumerateFiles($"/proc/{process.Id}/fd")
            .Select(descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name)
            .ToHashSet();
        return
        [
            .. ((string[])["tcp", "tcp6"])
                .SelectMany(table => File.ReadLines($"/proc/{process.Id}/net/{table}").Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(row => row[State] == Listening && own.Contains($"socket:[{row[Inode]}]"))
                .Select(row => Parse(row[Local]))
                .OrderBy(endpoint => endpoint.Port),
        ];
    }

    // The address in words of four bytes, each as this machine keeps it, and the port.
    private static IPEndPoint Parse(string text)
    {
        var cut = text.IndexOf(':');
        var bytes = Convert.FromHexString(text.AsSpan(0, cut)).Chunk(4).SelectMany(word => BitConverter.IsLittleEndian ? word.Reverse() : word);
        return new IPEndPoint(new IPAddress([.. bytes]), int.Parse(text.AsSpan(cut + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
