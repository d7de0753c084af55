using System.Reflection;

namespace ECommerce.Architecture.Tests;

/// <summary>What travels between processes of different versions has a name of its own and never changes on the way.</summary>
public sealed class Contracts
{
    // Not what Orleans generates beside them.
    internal static readonly Type[] Public =
        [.. typeof(IOrderGrain).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(IOrderGrain).Namespace)];

    private static IEnumerable<Type> Grains => Public.Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrainWithStringKey)));

    private static IEnumerable<Type> Travelling => Public.Where(type =>
        type.IsEnum || (type is { IsClass: true, IsAbstract: false } && (IsRecord(type) || type.IsSubclassOf(typeof(Exception)))));

    [Fact]
    public void Every_grain_interface_and_method_has_a_name_of_its_own()
    {
        Assert.NotEmpty(Grains);
        Assert.Empty(Grains.Where(type => type.GetCustomAttribute<AliasAttribute>() is null).Select(it => it.Name));
        Assert.Empty(Grains.SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<AliasAttribute>() is null).Select(it => it.Name));
    }

    [Fact]
    public void What_travels_is_serialized_under_a_unique_name()
    {
        Assert.Empty(Travelling.Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is null).Select(type => type.Name));
        Assert.Empty(Travelling.Where(type => type.GetCustomAttribute<AliasAttribute>() is null).Select(it => it.Name));
        Assert.Empty(Public.Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias).OfType<string>()
            .GroupBy(alias => alias).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Records_that_travel_never_change() =>
        Assert.Empty(Travelling.Where(type => IsRecord(type) && type.GetCustomAttribute<ImmutableAttribute>() is null).Select(type => type.Name));

    [Fact]
    public void Every_public_type_says_what_it_means()
    {
        var documented = Sources.Under("src/GrainInterfaces").SelectMany(source => source.Text.Split("\n\n"))
            .Where(block => block.Contains("/// <summary>")).ToList();
        Assert.Empty(Public
            .Select(type => type.Name.Split('`')[0])
            .Where(name => !documented.Any(block => System.Text.RegularExpressions.Regex.IsMatch(
                block, $@"/// <summary>[^\n]*\n[\s\S]*?public [\w ]*(class|record|interface|enum) {name}\b")))
            .Select(name => name + " has no summary"));
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
