using System.Diagnostics;
using System.Globalization;

namespace ECommerce.Simulation.Planting;

/// <summary><c>--planted</c> tells for each planted fault which seed meets it first.</summary>
internal static class PlantedCommand
{
    public static int Run(TextWriter output)
    {
        var met = PlantedFaults.All.AsParallel().Count(fault =>
        {
            var watch = Stopwatch.StartNew();
            var first = PlantedShop.With(fault).First(0, fault.Seeds);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds,6:N1} s  {fault.Name}: {first ?? "not met"}"));
            return first is not null;
        });
        output.WriteLine($"{met} of {PlantedFaults.All.Count} are met.");
        return met == PlantedFaults.All.Count ? 0 : 1;
    }
}
