using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ECommerce.Simulation.Planting;

/// <summary>The grains' sources with a fault in them, compiled together with the simulation into an assembly of its own.</summary>
internal sealed class PlantedShop
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    private static readonly string[] Folders =
        ["src/GrainInterfaces", "src/Grains", "src/Ledger", "tests/MemoryLedger", .. new[] { "Hosting", "Orleans", "Scheduling", "Shop", "Hunting" }.Select(room => "tests/Simulation/" + room)];

    // As Simulation.csproj leaves them out.
    private static readonly string[] LeftOut =
    [
        "src/GrainInterfaces/GrainLookup.cs", "src/Grains/GrainServices.cs", "src/Ledger/Sqlite/", "src/Ledger/Postgres/", "src/Ledger/GroupCommit.cs",
        "src/Ledger/GroupedReads.cs", "src/Ledger/Retention/", "/Sql/", "/obj/", "/bin/",
    ];

    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks", "ECommerce.GrainInterfaces", "ECommerce.Ledger",
        "Orleans", "Orleans.Concurrency", "Orleans.Configuration", "Orleans.Placement", "Orleans.Runtime",
    ];

    private static readonly Lazy<(CSharpCompilation Compilation, Dictionary<string, SyntaxTree> Trees)> Product = new(Read);

    private readonly Assembly _assembly;

    private PlantedShop(Assembly assembly) => _assembly = assembly;

    /// <summary>A file of the repository.</summary>
    public static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Fails when the text that the fault replaces does not stand there exactly once: the product has changed, and the fault with it.</summary>
    public static PlantedShop With(PlantedFault fault)
    {
        var (compilation, trees) = Product.Value;
        var tree = trees["src/" + fault.Source];
        var parts = tree.GetText().ToString().Split(fault.Text);
        if (parts.Length != 2)
        {
            throw new InvalidOperationException($"'{fault.Text}' stands {parts.Length - 1} times in src/{fault.Source}, and not once: plant '{fault.Name}' anew.");
        }

        using var code = new MemoryStream();
        var planted = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(string.Join(fault.Fault, parts), (CSharpParseOptions)tree.Options, tree.FilePath));
        var result = planted.Emit(code);
        if (!result.Success)
        {
            throw new InvalidOperationException(
                $"'{fault.Name}' does not compile: {string.Join('\n', result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Take(5))}");
        }

        code.Position = 0;
        return new(new AssemblyLoadContext("planted").LoadFromStream(code));
    }

    /// <summary>The seed of the first story that fails, and what is wrong; null: none of these.</summary>
    public string? First(int from, int count) => Call("Hunt", "FirstOf", from, count);

    /// <summary>The shortest story of a seed that fails, as text.</summary>
    public string Shortest(int seed) => Call("Hunt", "ShortestOf", seed)!;

    /// <summary>What is wrong in the story that a text tells.</summary>
    public string? Violation(string story) => Call("Hunt", "ViolationOf", story);

    private string? Call(string type, string method, params object[] arguments) =>
        (string?)_assembly.GetType("ECommerce.Simulation.Hunting." + type, throwOnError: true)!.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static (CSharpCompilation, Dictionary<string, SyntaxTree>) Read()
    {
        var form = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var trees = Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => (File: file, Name: Path.GetRelativePath(Root, file).Replace('\\', '/')))
            .Where(source => !LeftOut.Any(source.Name.Contains))
            .ToDictionary(source => source.Name, source => CSharpSyntaxTree.ParseText(File.ReadAllText(source.File), form, source.Name));
        var usings = CSharpSyntaxTree.ParseText(string.Concat(Usings.Select(name => $"global using {name};\n")), form);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("ICU4N", StringComparison.Ordinal)
                || name.StartsWith("J2N", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Planted", [.. trees.Values, usings], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        return (compilation, trees);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
