using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>A claim that waits.</summary>
/// <param name="Place">Its place; 0: so many wait that it has none.</param>
/// <param name="Left">How long it still waits, as far as it is known.</param>
/// <param name="Ticket">Proves the place with the next call; null: there is no place.</param>
internal sealed record Waiting(long Place, TimeSpan Left, string? Ticket)
{
    /// <summary>The longest time until a caller comes again is between this and twice as many seconds, by the place: not all come at once.</summary>
    private const int Longest = 10;

    /// <summary>
    /// In how many whole seconds to come again: before the turn rather than after it, since a call is kept for a moment; and now and then before
    /// that, to hear when there is nothing left to wait for.
    /// </summary>
    public int RetryAfter => (int)Math.Clamp(Math.Floor(Left.TotalSeconds), 1, Longest + Place % (Longest + 1));

    /// <summary>The answer; its header is set on the way.</summary>
    public ProblemHttpResult ToProblem(HttpResponse response)
    {
        if (Ticket is null)
        {
            return Problem.Overloaded();
        }

        response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        return Problem.Overloaded(("place", Place), ("expectedWaitSeconds", (long)Math.Ceiling(Left.TotalSeconds)), ("ticket", Ticket));
    }
}
