using System.Reflection;

namespace ECommerce.Testing;

/// <summary>What the build made: which programs, for which engine, and where they are.</summary>
public static class ShopProgram
{
    /// <summary>True: built with Engine=Orleans, so a shop is silos and frontends. False: one process is the whole shop.</summary>
    public static bool IsCluster { get; } = typeof(ShopProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Engine").Value == "Orleans";

    /// <summary>Beside the tests' own output: …/bin/WebFrontend/debug/ for …/bin/Shop.Tests/debug/.</summary>
    /// <param name="project">The name of its project.</param>
    public static string PathOf(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"ECommerce.{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"The program is not built: {path}", path);
    }
}
