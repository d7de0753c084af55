namespace ECommerce.Testing;

/// <summary>Real exports beside or above the repository, or where SHOP_TEST_DATA says.</summary>
public static class SharedData
{
    /// <summary>The path of a file or folder there; without it the test is skipped, and under CI it fails.</summary>
    public static string Find(string name)
    {
        var path = Candidates().Select(folder => Path.Combine(folder, name)).FirstOrDefault(Path.Exists);
        var reason = $"No {name} in a folder shared/data above {AppContext.BaseDirectory}, nor in SHOP_TEST_DATA.";
        Assert.False(path is null && Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.SkipWhen(path is null, reason);
        return path!;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("SHOP_TEST_DATA") is { Length: > 0 } given)
        {
            yield return given;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "data");
        }
    }
}
