using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace ECommerce.WebFrontend;

/// <summary>
/// The query parameters that an endpoint's handler declares. Any other is refused, since a misspelt filter would show everything;
/// the declared ones are checked by their types and rules, so that all faults are told at once.
/// </summary>
internal sealed class DeclaredQuery
{
    private const string Unreadable = "cannot be read";

    private readonly Dictionary<string, Parameter> _parameters;
    private readonly string[] _prefixes;

    private DeclaredQuery(RouteEndpointBuilder endpoint)
    {
        _parameters = endpoint.Metadata.OfType<IParameterBindingMetadata>()
            .Where(parameter => IsQuery(parameter, endpoint))
            .ToDictionary(NameOf, parameter => new Parameter(
                parameter.ParameterInfo.ParameterType, [.. parameter.ParameterInfo.GetCustomAttributes(inherit: true)]));
        _prefixes = [.. endpoint.Metadata.OfType<QueryPrefix>().Select(it => it.Prefix)];
    }

    /// <summary>Checks the query of each endpoint of the group before its handler.</summary>
    public static void Check(IEndpointConventionBuilder group) => group.Finally(builder =>
    {
        var query = new DeclaredQuery((RouteEndpointBuilder)builder);
        var handler = builder.RequestDelegate!;
        builder.Metadata.Add(query);
        if (!builder.Metadata.OfType<FaultsAreToldByTheHandler>().Any())
        {
            builder.RequestDelegate = context => query.Faults(context.Request) is { Count: > 0 } faults
                ? throw new ProblemException(Problem.Invalid(faults))
                : handler(context);
        }
    });

    /// <summary>The faults of the query of the endpoint that is called.</summary>
    public static IReadOnlyList<Fault> FaultsOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<DeclaredQuery>()?.Faults(context.Request) ?? [];

    /// <summary>What a parameter's declaration says of it.</summary>
    public IReadOnlyList<object> AttributesOf(string parameter) => _parameters.GetValueOrDefault(parameter)?.Attributes ?? [];

    // What cannot be read at all is malformed, which its binding says: here it is told beside other faults only.
    private IReadOnlyList<Fault> Faults(HttpRequest request)
    {
        if (!request.QueryString.HasValue)
        {
            return [];
        }

        var faults = request.Query.SelectMany(given => Reasons(given.Key, given.Value), (given, reason) => new Fault(given.Key, reason)).ToList();
        return faults.TrueForAll(fault => fault.Reason == Unreadable) ? [] : faults;
    }

    private IEnumerable<string> Reasons(string name, StringValues values)
    {
        if (!_parameters.TryGetValue(name, out var parameter))
        {
            return _prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length)
                ? []
                : ["is not known here"];
        }

        return values.Count > 1 && !parameter.Type.IsArray
            ? ["is there more than once"]
            : values.SelectMany(text => parameter.Reasons(text ?? ""));
    }

    private static string NameOf(IParameterBindingMetadata parameter) =>
        parameter.ParameterInfo.GetCustomAttributes(inherit: true).OfType<IFromQueryMetadata>().SingleOrDefault()?.Name ?? parameter.Name;

    private static bool IsQuery(IParameterBindingMetadata parameter, RouteEndpointBuilder endpoint) =>
        IsText(parameter.ParameterInfo.ParameterType)
        && !parameter.ParameterInfo.GetCustomAttributes(inherit: true).OfType<IFromHeaderMetadata>().Any()
        && endpoint.RoutePattern.GetParameter(parameter.Name) is null;

    private static bool IsText(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var given
        && (given.IsPrimitive || given.IsEnum || given == typeof(string) || given == typeof(string[]) || given == typeof(DateTimeOffset));

    private sealed record Parameter(Type Type, object[] Attributes)
    {
        private readonly ValidationAttribute[] _rules = [.. Attributes.OfType<ValidationAttribute>()];

        public IEnumerable<string> Reasons(string text)
        {
            var type = Nullable.GetUnderlyingType(Type) ?? Type;
            if (type == typeof(int) || type == typeof(long))
            {
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && (type == typeof(long) || number == (int)number)
                        ? Broken(number)
                        : [Unreadable];
            }

            return type == typeof(bool) && !bool.TryParse(text, out _) ? [Unreadable] : Broken(text);
        }

        private IEnumerable<string> Broken(object value) => _rules.Select(rule => Rules.Reason(rule, value)).OfType<string>();
    }
}

/// <summary>Query parameters whose names begin so are the handler's to read, as <c>option.Color</c> is.</summary>
internal sealed record QueryPrefix(string Prefix);

/// <summary>One of these texts.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class OneOfAttribute(params string[] texts) : AllowedValuesAttribute(texts)
{
    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"is not one of {string.Join(", ", Values)}";
}
