using System.Globalization;

namespace ECommerce.Load;

/// <summary>Processor time as Linux tells it, to a hundredth of a second.</summary>
internal static class Cpu
{
    private const double Tick = 10;

    /// <summary>What processes have used, and what a postmaster and its children have.</summary>
    public static (TimeSpan Processes, TimeSpan Database) Of(IEnumerable<int> processes, PostgresServer? server)
    {
        var database = 0L;
        if (server?.Id is { } postmaster)
        {
            // With the children that have ended: workers that clear up come and go.
            database = (Stat(postmaster)?.OfChildren ?? 0) + Directory.GetDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? Stat(id) : null)
                .Where(stat => stat is { } found && (found.Id == postmaster || found.Parent == postmaster))
                .Sum(stat => stat!.Value.Ticks);
        }

        return (TimeSpan.FromMilliseconds(processes.Sum(id => Stat(id)!.Value.Ticks) * Tick), TimeSpan.FromMilliseconds(database * Tick));
    }

    private static (int Id, int Parent, long Ticks, long OfChildren)? Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            long Field(int number) => long.Parse(fields[number], CultureInfo.InvariantCulture);
            return (id, (int)Field(1), Field(11) + Field(12), Field(13) + Field(14));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
