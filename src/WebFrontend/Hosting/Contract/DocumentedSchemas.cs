using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace ECommerce.WebFrontend;

/// <summary>Schemas of the OpenAPI document, where the generator's own say too little or too much.</summary>
internal static class DocumentedSchemas
{
    public static void Describe(OpenApiSchema schema, JsonTypeInfo type)
    {
        // The generator knows no type behind a converter.
        var given = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (given == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        }
        else if (given.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
        }

        // The generator takes each constructor parameter for required, also those that may be left out or are absent when null.
        if (type.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 })
        {
            schema.Required = type.Properties.Where(JsonShape.IsRequired).Select(it => it.Name).ToHashSet();
        }
    }

    /// <summary>A member without a value is absent, so that null is no value of it.</summary>
    public static void LeaveOutNull(OpenApiDocument document)
    {
        foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            foreach (var name in schema.Properties?.Keys.Except(schema.Required ?? new HashSet<string>()).ToList() ?? [])
            {
                schema.Properties![name] = WithoutNull(schema.Properties[name]);
            }
        }
    }

    private static IOpenApiSchema WithoutNull(IOpenApiSchema property)
    {
        if (property is not OpenApiSchema schema)
        {
            return property;
        }

        // The generator knows no type of a text that is written as the JSON object that it is.
        schema.Type = schema.Type is null && schema.OneOf is not { Count: > 0 } ? JsonSchemaType.Object : schema.Type & ~JsonSchemaType.Null;
        return schema.OneOf?.Where(it => it.Type != JsonSchemaType.Null).ToList() is [var only] ? only : schema;
    }
}

/// <summary>Problem details with a stable code, and what goes with some of the codes, for the OpenAPI document.</summary>
/// <param name="Code">Tells problems apart.</param>
/// <param name="TraceId">Names the request in the shop's logs.</param>
/// <param name="Errors">What is wrong, by member or parameter.</param>
/// <param name="Sku">The variant in question.</param>
/// <param name="Available">Units left of it.</param>
/// <param name="Refundable">Units left of a line to be taken back.</param>
/// <param name="Balance">The balance, in won.</param>
/// <param name="Due">The amount due, in won.</param>
/// <param name="Total">What the order costs now, in won.</param>
/// <param name="CouponId">The coupon that the user has.</param>
/// <param name="StartsAt">When the campaign starts.</param>
/// <param name="EndsAt">When the campaign ends.</param>
/// <param name="Issued">Coupons that are issued.</param>
/// <param name="Place">The place in the waiting room.</param>
/// <param name="ExpectedWaitSeconds">How long it will take until the place is called, in seconds.</param>
/// <param name="Ticket">Proves the place with the next call.</param>
/// <param name="SoldOutAt">When the last coupon of the campaign was issued.</param>
internal sealed record ProblemSchema(
    string Type, string Title, int Status, string Code, string TraceId, Dictionary<string, string[]>? Errors = null,
    string? Sku = null, long? Available = null, long? Refundable = null, long? Balance = null, long? Due = null, long? Total = null, string? CouponId = null,
    DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null, long? Issued = null, long? Place = null, long? ExpectedWaitSeconds = null, string? Ticket = null,
    DateTimeOffset? SoldOutAt = null);
