namespace ECommerce.Testing;

/// <summary>Where the build put the programs.</summary>
public static class ShopProgram
{
    /// <summary>Beside the tests' own output: …/bin/WebFrontend/debug/ for …/bin/Shop.Tests/debug/.</summary>
    /// <param name="project">The name of its project.</param>
    public static string PathOf(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"ECommerce.{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"The program is not built: {path}", path);
    }
}
