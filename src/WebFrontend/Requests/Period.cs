using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>A time from one moment, included, to another, excluded.</summary>
internal static class Period
{
    /// <summary>Why there is no such time; null: there is one, or it is open at one side.</summary>
    public static ProblemHttpResult? Refuse(DateTimeOffset? from, DateTimeOffset? to) => to <= from ? Problem.Invalid("to", "is not after from") : null;
}
