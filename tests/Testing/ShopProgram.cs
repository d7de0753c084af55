namespace ECommerce.Testing;

/// <summary>Where the build put the shop.</summary>
public static class ShopProgram
{
    private const string Name = "ECommerce.WebFrontend.dll";

    /// <summary>Beside the tests' own output: …/bin/WebFrontend/debug/ for …/bin/Shop.Tests/debug/.</summary>
    public static string Path
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            var path = System.IO.Path.Combine(own.Parent!.Parent!.FullName, "WebFrontend", own.Name, Name);
            return File.Exists(path) ? path : throw new FileNotFoundException($"The shop is not built: {path}", path);
        }
    }
}
