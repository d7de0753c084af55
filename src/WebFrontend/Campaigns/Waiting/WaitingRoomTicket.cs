using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace ECommerce.WebFrontend;

/// <summary>The header <c>Waiting-Room-Ticket</c>: what an earlier answer gave to prove a place.</summary>
/// <param name="Text">As it came; null: there is none, or more than one.</param>
internal sealed record WaitingRoomTicket(string? Text) : IEndpointParameterMetadataProvider
{
    /// <summary>The header's name.</summary>
    public const string Header = "Waiting-Room-Ticket";

    /// <summary>What the header looks like.</summary>
    public static OpenApiSchema Schema => new() { Type = JsonSchemaType.String, MaxLength = TicketSeal.Characters };

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new Heard());

    public static ValueTask<WaitingRoomTicket> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new WaitingRoomTicket(context.Request.Headers[Header] is [{ } text] ? text : null));

    /// <summary>Marks an endpoint that heeds the header.</summary>
    internal sealed class Heard;
}
