using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ECommerce.WebFrontend;

/// <summary>
/// What the JSON of a type must look like: which members it has and no others, of which types, and the rules on them. A
/// deserializer stops at the first fault; this finds all of them, each with its path.
/// </summary>
internal sealed class JsonShape
{
    // Bounds the work on a body of many faults, and the answer to it.
    private const int MaximumFaults = 100;

    /// <summary>How much of a name that the caller made up is given back, in characters.</summary>
    private const int MaximumName = 100;

    private readonly JsonTypeInfo _type;
    private readonly Member[] _members;
    private readonly JsonShape? _element;

    private JsonShape(Type type)
    {
        _type = HttpJson.Options.GetTypeInfo(type);
        _members = [.. _type.Properties.Where(property => property.AssociatedParameter is not null).Select(property => new Member(
            property.Name, IsRequired(property), property.IsSetNullable, new JsonShape(property.PropertyType), RulesOf(property)))];
        _element = _type.ElementType is { } element ? new JsonShape(element) : null;
    }

    public static JsonShape Of<T>() => new(typeof(T));

    /// <summary>A member must be there unless it may be null or has a default.</summary>
    public static bool IsRequired(JsonPropertyInfo property) =>
        !property.IsSetNullable
        && property.AssociatedParameter?.HasDefaultValue != true
        && property.AttributeProvider?.IsDefined(typeof(DefaultValueAttribute), inherit: false) != true;

    /// <summary>What a value of a type is called to a caller who gave something else.</summary>
    public static string NameOf(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(DateTimeOffset) ? "a time with seconds and an offset, such as 2030-01-31T09:00:00Z"
        : type == typeof(decimal) ? "a number in range"
        : type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))
        : "a whole number in range";

    /// <summary>Everything that keeps a body from being read as this type, or breaks a rule on its members.</summary>
    public IReadOnlyList<Fault> FaultsOf(JsonElement body)
    {
        var faults = new List<Fault>();
        Look(body, "", [], faults);
        return faults;
    }

    private void Look(JsonElement value, string path, ValidationAttribute[] rules, List<Fault> faults)
    {
        if (faults.Count >= MaximumFaults)
        {
            return;
        }

        switch (_type.Kind, value.ValueKind)
        {
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                LookAtMembers(value, path, faults);
                break;
            case (JsonTypeInfoKind.Dictionary, JsonValueKind.Object):
                LookAtEntries(value, path, faults);
                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array):
                var elements = value.EnumerateArray().ToArray();
                Obey(rules, elements, path, faults);
                for (var i = 0; i < elements.Length; i++)
                {
                    _element!.Look(elements[i], $"{path}[{i}]", [], faults);
                }

                break;
            case (JsonTypeInfoKind.None, not JsonValueKind.Null) when TryRead(value, out var read):
                Obey(rules, read, path, faults);
                break;
            default:
                faults.Add(new Fault(path == "" ? "$" : path, $"is not {Expected()}"));
                break;
        }
    }

    private void LookAtMembers(JsonElement value, string path, List<Fault> faults)
    {
        var known = 0;
        foreach (var member in _members)
        {
            if (!value.TryGetProperty(member.Name, out var found))
            {
                if (member.IsRequired)
                {
                    faults.Add(new Fault(Join(path, member.Name), "is missing"));
                }

                continue;
            }

            known++;
            if (found.ValueKind != JsonValueKind.Null || !member.MayBeNull)
            {
                member.Shape.Look(found, Join(path, member.Name), member.Rules, faults);
            }
        }

        if (known < value.GetPropertyCount())
        {
            LookAtNames(value, path, name => _members.Any(member => member.Name == name), faults);
        }
    }

    private void LookAtEntries(JsonElement value, string path, List<Fault> faults)
    {
        LookAtNames(value, path, _ => true, faults);
        foreach (var entry in value.EnumerateObject())
        {
            _element!.Look(entry.Value, Join(path, entry.Name), [], faults);
        }
    }

    /// <summary>Names that are not known, and names that occur more than once: which of the values counts would be a guess.</summary>
    private static void LookAtNames(JsonElement value, string path, Func<string, bool> isKnown, List<Fault> faults)
    {
        var seen = new HashSet<string>();
        foreach (var name in value.EnumerateObject().Select(member => member.Name))
        {
            var reason = !isKnown(name) ? "is not known here" : seen.Add(name) ? null : "is there more than once";
            if (reason is not null && faults.Count < MaximumFaults)
            {
                faults.Add(new Fault(Join(path, name), reason));
            }
        }
    }

    private bool TryRead(JsonElement value, out object? read)
    {
        try
        {
            // The usual ones are read directly: a deserializer is made for larger things.
            read = (_type.Type, value.ValueKind) switch
            {
                (var type, JsonValueKind.String) when type == typeof(string) => value.GetString(),
                (var type, JsonValueKind.Number) when type == typeof(long) && value.TryGetInt64(out var number) => number,
                (var type, JsonValueKind.Number) when type == typeof(int) && value.TryGetInt32(out var number) => number,
                _ => value.Deserialize(_type),
            };
            return true;
        }
        catch (JsonException)
        {
            read = null;
            return false;
        }
    }

    private string Expected() =>
        _type.Kind == JsonTypeInfoKind.None ? NameOf(Nullable.GetUnderlyingType(_type.Type) ?? _type.Type)
        : _type.Kind == JsonTypeInfoKind.Enumerable ? "a list"
        : "an object";

    private static void Obey(ValidationAttribute[] rules, object? value, string path, List<Fault> faults) => faults.AddRange(
        from rule in rules
        let reason = Rules.Reason(rule, value)
        where reason is not null
        select new Fault(path, reason));

    private static ValidationAttribute[] RulesOf(JsonPropertyInfo property) =>
        [.. property.AttributeProvider!.GetCustomAttributes(typeof(ValidationAttribute), inherit: true).Cast<ValidationAttribute>()];

    private static string Join(string path, string name)
    {
        var shown = name.Length <= MaximumName ? name : name[..MaximumName] + "…";
        return path == "" ? shown : $"{path}.{shown}";
    }

    private sealed record Member(string Name, bool IsRequired, bool MayBeNull, JsonShape Shape, ValidationAttribute[] Rules);
}
