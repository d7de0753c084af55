using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace ECommerce.GrainInterfaces;

/// <summary>
/// Checks a command by the attributes on its members. Grains, the import and HTTP bodies all ask here, and the OpenAPI document
/// states the same attributes, so a bound stands in one place.
/// </summary>
public static class Rules
{
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();
    private static readonly ValidationContext NoContext = new(new object());

    /// <summary>The faults of the members of one record, without those of the records within it.</summary>
    /// <param name="path">Where the record stands in the command, such as <c>variants[1].</c></param>
    public static IEnumerable<Fault> Of(object record, string path = "") =>
        from member in MembersOf(record.GetType())
        let value = member.Property.GetValue(record)
        from rule in member.Rules
        let reason = Reason(rule, value)
        where reason is not null
        select new Fault(path + member.Name, reason);

    /// <summary>Why a value cannot be that member of a record; null when it can.</summary>
    public static string? Reason<TRecord>(string member, object? value) =>
        MembersOf(typeof(TRecord)).Single(it => it.Property.Name == member).Rules
            .Select(rule => Reason(rule, value)).FirstOrDefault(reason => reason is not null);

    /// <summary>Why a rule refuses a value; null when it does not.</summary>
    public static string? Reason(ValidationAttribute rule, object? value) => rule.GetValidationResult(value, NoContext)?.ErrorMessage;

    /// <summary>Why a text cannot be an id; null when it can: 1..<see cref="Bounds.MaximumIdLength"/> letters, digits, '.', '_' or '-', but neither '.' nor '..'.</summary>
    public static string? Id(string id) =>
        id.Length is > 0 and <= Bounds.MaximumIdLength && id.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-')
            ? PathSegment(id)
            : $"is not 1 to {Bounds.MaximumIdLength} letters, digits, '.', '_' or '-'";

    /// <summary>Why a text cannot be addressed as a segment of a path; null when it can. Clients resolve dots before they ask.</summary>
    internal static string? PathSegment(string text) => text is "." or ".." ? "stands for another path in an address" : null;

    /// <summary>A reason as the fault of a field; nothing when there is no reason.</summary>
    internal static IEnumerable<Fault> Named(string field, string? reason) => reason is null ? [] : [new Fault(field, reason)];

    private static Member[] MembersOf(Type type) => Members.GetOrAdd(type, static it =>
    [
        .. from property in it.GetProperties()
           let rules = property.GetCustomAttributes<ValidationAttribute>().ToArray()
           where rules.Length > 0
           select new Member(property, JsonNamingPolicy.CamelCase.ConvertName(property.Name), rules),
    ]);

    private readonly record struct Member(PropertyInfo Property, string Name, ValidationAttribute[] Rules);
}
