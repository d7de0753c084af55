using System.Globalization;

namespace ECommerce.Measure;

/// <summary>Processor time as Linux tells it.</summary>
internal static class Cpu
{
    private const double Tick = 10;

    /// <summary>What a process has used, and a postmaster with all its children.</summary>
    public static TimeSpan Of(int process, int? postmaster)
    {
        var ticks = Stat(process)!.Value.Ticks;
        if (postmaster is { } parent)
        {
            ticks += Directory.GetDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? Stat(id) : null)
                .Where(stat => stat is { } found && (found.Id == parent || found.Parent == parent))
                .Sum(stat => stat!.Value.Ticks);
        }

        return TimeSpan.FromMilliseconds(ticks * Tick);
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
