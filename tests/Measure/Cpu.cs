using System.Globalization;

namespace ECommerce.Measure;

/// <summary>Processor time as Linux tells it.</summary>
internal static class Cpu
{
    private const double Tick = 10;

    /// <summary>What a process has used, and what a postmaster and its children have.</summary>
    public static (TimeSpan Process, TimeSpan Database) Of(int process, int? postmaster)
    {
        var database = 0L;
        if (postmaster is { } parent)
        {
            database = Directory.GetDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? Stat(id) : null)
                .Where(stat => stat is { } found && (found.Id == parent || found.Parent == parent))
                .Sum(stat => stat!.Value.Ticks);
        }

        return (TimeSpan.FromMilliseconds(Stat(process)!.Value.Ticks * Tick), TimeSpan.FromMilliseconds(database * Tick));
    }

    private static (int Id, int Parent, long Ticks)? Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            long Field(int number) => long.Parse(fields[number], CultureInfo.InvariantCulture);
            return (id, (int)Field(1), Field(11) + Field(12));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
