using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace ECommerce.WebFrontend;

/// <summary>
/// The query parameters that an endpoint's handler declares. Any other is refused, since a misspelt filter would show everything;
/// the declared ones are read by their types and rules, and all faults are told at once. An empty text asks for nothing, like an empty
/// field of a form; a number, a choice or a time cannot be read from nothing.
/// </summary>
internal sealed class DeclaredQuery
{
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

    /// <summary>Checks the query of each endpoint of the group before its handler, and the body where the handler takes none.</summary>
    public static void Check(IEndpointConventionBuilder group) => group.Finally(builder =>
    {
        var query = new DeclaredQuery((RouteEndpointBuilder)builder);
        var handler = builder.RequestDelegate!;
        var takesBody = builder.Metadata.OfType<IAcceptsMetadata>().Any();
        var tellsFaults = builder.Metadata.OfType<FaultsAreToldByTheHandler>().Any();
        builder.Metadata.Add(query);
        builder.RequestDelegate = context =>
        {
            var faults = query.Read(context);
            return !takesBody && JsonBody.IsThere(context) ? AfterEmptyBody(context, handler)
                : faults.Count > 0 && !tellsFaults ? throw new ProblemException(Problem.Invalid(faults))
                : handler(context);
        };
    });

    /// <summary>The faults of the query of the endpoint that is called.</summary>
    public static IReadOnlyList<Fault> FaultsOf(HttpContext context) =>
        context.Items.TryGetValue(typeof(DeclaredQuery), out var faults) ? (IReadOnlyList<Fault>)faults! : [];

    /// <summary>What a parameter's declaration says of it.</summary>
    public IReadOnlyList<object> AttributesOf(string parameter) => _parameters.GetValueOrDefault(parameter)?.Attributes ?? [];

    private static async Task AfterEmptyBody(HttpContext context, RequestDelegate handler)
    {
        await JsonBody<NoMembers>.BindAsync(context);
        await handler(context);
    }

    // Leaves in the query what is right, each value in the form in which its binding reads it.
    private IReadOnlyList<Fault> Read(HttpContext context)
    {
        var request = context.Request;
        if (!request.QueryString.HasValue)
        {
            return [];
        }

        var faults = new List<Fault>();
        var read = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Query)
        {
            var before = faults.Count;
            var texts = Read(name, values, faults);
            if (faults.Count == before && texts.Count > 0)
            {
                read.Add(name, texts);
            }
        }

        request.Query = new QueryCollection(read);
        if (faults.Count > 0)
        {
            context.Items[typeof(DeclaredQuery)] = faults;
        }

        return faults;
    }

    private StringValues Read(string name, StringValues values, List<Fault> faults)
    {
        if (!_parameters.TryGetValue(name, out var parameter))
        {
            if (!_prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length))
            {
                faults.Add(new Fault(name, "is not known here"));
            }

            return values;
        }

        if (values.Count > 1 && !parameter.Type.IsArray)
        {
            faults.Add(new Fault(name, "is there more than once"));
            return values;
        }

        return new([.. values.Where(text => !(parameter.IsFreeText && string.IsNullOrEmpty(text))).Select(text => parameter.Read(name, text ?? "", faults))]);
    }

    private static string NameOf(IParameterBindingMetadata parameter) =>
        parameter.ParameterInfo.GetCustomAttributes(inherit: true).OfType<IFromQueryMetadata>().SingleOrDefault()?.Name ?? parameter.Name;

    private static bool IsQuery(IParameterBindingMetadata parameter, RouteEndpointBuilder endpoint) =>
        IsText(parameter.ParameterInfo.ParameterType)
        && !parameter.ParameterInfo.GetCustomAttributes(inherit: true).OfType<IFromHeaderMetadata>().Any()
        && endpoint.RoutePattern.GetParameter(parameter.Name) is null;

    private static bool IsText(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var given
        && (given.IsPrimitive || given.IsEnum || given == typeof(decimal) || given == typeof(string) || given == typeof(string[]) || given == typeof(DateTimeOffset));

    private sealed record Parameter(Type Type, object[] Attributes)
    {
        private readonly ValidationAttribute[] _rules = [.. Attributes.OfType<ValidationAttribute>()];
        private readonly Type _given = Nullable.GetUnderlyingType(Type) ?? Type;

        /// <summary>Whether it is a text of the caller's, and no choice.</summary>
        public bool IsFreeText => (_given == typeof(string) || _given == typeof(string[])) && !_rules.OfType<OneOfAttribute>().Any();

        /// <summary>The text in the form in which it is bound.</summary>
        public string Read(string name, string text, List<Fault> faults)
        {
            object? value =
                _given == typeof(long) ? WholeNumber.TryParse<long>(text, out var number) ? number : null
                : _given == typeof(int) ? WholeNumber.TryParse<int>(text, out var small) ? small : null
                : _given == typeof(decimal) ? decimal.TryParse(text, WholeNumber.Style, CultureInfo.InvariantCulture, out var fraction) ? fraction : null
                : _given == typeof(bool) ? text is "true" or "false" ? text : null
                : _given == typeof(DateTimeOffset) ? Rfc3339.TryParse(text, out var time) ? time : null
                : text;
            faults.AddRange(value is null
                ? [new Fault(name, $"is not {JsonShape.NameOf(_given)}")]
                : _rules.Select(rule => Rules.Reason(rule, value)).OfType<string>().Select(reason => new Fault(name, reason)));
            return value is IFormattable written ? written.ToString(value is DateTimeOffset ? "O" : null, CultureInfo.InvariantCulture) : text;
        }
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
