using System.Xml.Linq;

namespace ECommerce.Deployment.Tests;

/// <summary>The projects under src as the build sees them.</summary>
internal static class Projects
{
    /// <summary>What is built for one: itself and all that it refers to.</summary>
    public static IReadOnlySet<string> NeededBy(string name)
    {
        var needed = new SortedSet<string>(StringComparer.Ordinal) { name };
        foreach (var reference in Load(name).Root!.Elements("ItemGroup").Elements("ProjectReference"))
        {
            needed.UnionWith(NeededBy(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)));
        }

        return needed;
    }

    /// <summary>The file name of the program that the build makes of it.</summary>
    public static string ProgramOf(string name) =>
        Property("AssemblyName").Replace("$(MSBuildProjectName)", name, StringComparison.Ordinal) + ".dll";

    /// <summary>Such as 10.0.</summary>
    public static string Framework => Property("TargetFramework")["net".Length..];

    private static string Property(string name) =>
        XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants(name).Single().Value;

    private static XDocument Load(string name) => XDocument.Parse(Repository.Read($"src/{name}/{name}.csproj"));
}
