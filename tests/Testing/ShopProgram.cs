namespace ECommerce.Testing;

/// <summary>Where the build put programs.</summary>
public static class ShopProgram
{
    /// <summary>The shop.</summary>
    public static string Path => Find("WebFrontend", "ECommerce.WebFrontend.dll");

    /// <summary>Beside the tests' own output: …/bin/WebFrontend/debug/ for …/bin/Shop.Tests/debug/.</summary>
    public static string Find(string project, string file)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var path = System.IO.Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built: {path}", path);
    }
}
