using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>Who changed what, and when.</summary>
internal static class AdminLogApi
{
    public static void MapAdminLog(this RouteGroupBuilder admin) => admin.MapGet("/log", Get)
        .Describe("listLog", "What operators changed: who, what, when, what was before and what is since; newest first.");

    private static async Task<Ok<PagedList<LogLineView>>> Get(IGrainFactory grains, [AsParameters] PageQuery page, [AsParameters] LogFilter filter) =>
        TypedResults.Ok((await grains.Grain<IAdminLogGrain>(IAdminLogGrain.Key)
            .Get(new LogSearch(filter.Actor, filter.Action, filter.Subject?.ToNormalForm()), page.Before, page.Size)).ToPagedList(page));

    /// <summary>Which lines an operator looks for.</summary>
    internal sealed record LogFilter(
        [property: FromQuery(Name = "actor"), Text(1, Bounds.MaximumIdLength), Description("The operator's user id.")] string? Actor = null,
        [property: FromQuery(Name = "action"), Text(1, Bounds.MaximumIdLength), Description("Such as `stock.adjust`.")] string? Action = null,
        [property: FromQuery(Name = "subject"), Text(1, Bounds.MaximumNameLength), Description("Such as `products/{id}` or `stock/{sku}`.")] string? Subject = null);
}
