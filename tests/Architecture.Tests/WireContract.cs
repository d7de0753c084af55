using System.Reflection;

namespace ECommerce.Architecture.Tests;

/// <summary>
/// What silos and frontends of different builds say to each other, as they say it: names, member ids, numbers of enum members.
/// While a cluster is rolled, both builds run: what stands in the golden files stays as it is, and what is new is only added.
/// </summary>
public sealed class WireContract
{
    private static readonly IReadOnlyList<string> Now = [.. Contracts.Public.SelectMany(Lines).Order(StringComparer.Ordinal)];

    [Fact]
    public void What_was_ever_said_is_said_the_same_way() => Assert.Empty(Golden.Lines("wire").Except(Now));

    [Fact]
    public void What_is_new_is_written_down_in_a_new_golden_file() => Golden.Holds("wire", Now.Except(Golden.Lines("wire")));

    private static IEnumerable<string> Lines(Type type) =>
        type.GetCustomAttribute<AliasAttribute>()?.Alias is not { } alias ? []
        : type.IsInterface ? type.GetMethods().Select(method => $"{alias}.{Method(method)}")
        : type.IsEnum ? Enum.GetNames(type).Select(name => $"{alias} {name} = {Convert.ToInt64(Enum.Parse(type, name))}")
        : Members(type).Select((member, id) => $"{alias} {id}: {Name(member.ParameterType)} {member.Name}").DefaultIfEmpty($"{alias} has no member");

    /// <summary>Of a record; its positions are the ids on the wire. An exception carries what every exception does.</summary>
    private static ParameterInfo[] Members(Type type) =>
        type.IsSubclassOf(typeof(Exception)) ? [] : type.GetConstructors().MaxBy(made => made.GetParameters().Length)!.GetParameters();

    private static string Method(MethodInfo method) =>
        $"{method.GetCustomAttribute<AliasAttribute>()!.Alias}({string.Join(", ", method.GetParameters().Select(it => Name(it.ParameterType)))}) "
        + $"-> {Name(method.ReturnType)}{(method.IsDefined(typeof(OneWayAttribute)) ? ", one way" : "")}";

    private static string Name(Type type) =>
        type.GetCustomAttribute<AliasAttribute>()?.Alias is { } alias && !type.IsGenericType ? alias
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(Name))}>"
        : type.Name;
}
