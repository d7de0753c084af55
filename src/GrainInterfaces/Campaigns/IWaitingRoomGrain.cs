namespace ECommerce.GrainInterfaces;

/// <summary>
/// The queue in front of the claims of one campaign, for all frontends. Places are numbers from 1, in the order in which their users
/// came; a place is called when its turn comes. Key: the campaign id.
/// </summary>
[Alias("IWaitingRoomGrain")]
public interface IWaitingRoomGrain : IGrainWithStringKey
{
    /// <summary>
    /// Lets each of these callers in or tells its place. A user has one place, however often they come. Who is let in stays so until the
    /// turn is over, and is let in again. Who would be refused by the campaign in any case is told so, and takes no place.
    /// No place is given twice, also after its silo was killed: what is told is durable when it returns.
    /// </summary>
    [Alias("Enter"), Repeatable]
    Task<RoomAnswer> Enter(EnterRoom command);
}

/// <summary>Callers who want to come in.</summary>
/// <param name="PerSecond">How many are let in in a second; at least 1.</param>
/// <param name="TurnSeconds">
/// How long a turn lasts from when its place is called, 10 or more. Who came by then and was given a moment at the door comes in at that moment;
/// who came in may come again until three times as long after the call.
/// </param>
/// <param name="Key">The key for tickets, in base64, for a room that has none yet.</param>
/// <param name="Callers">0..<see cref="Bounds.MaximumClaimsPerCall"/>, in the order in which they came.</param>
[GenerateSerializer, Immutable, Alias("EnterRoom")]
public sealed record EnterRoom(int PerSecond, int TurnSeconds, string Key, IReadOnlyList<RoomCaller> Callers);

/// <summary>Somebody who wants to come in.</summary>
/// <param name="Place">The place that the caller has proved to have; null: none.</param>
[GenerateSerializer, Immutable, Alias("RoomCaller")]
public sealed record RoomCaller(string UserId, long? Place);

/// <summary>What became of the callers.</summary>
/// <param name="Room">The room by now; null: there is no such campaign.</param>
/// <param name="Turns">One for each caller, in the same order.</param>
[GenerateSerializer, Immutable, Alias("RoomAnswer")]
public sealed record RoomAnswer(RoomView? Room, IReadOnlyList<RoomTurn> Turns);

/// <summary>The room at one instant.</summary>
/// <param name="Key">The key by which its tickets are sealed, in base64.</param>
/// <param name="Called">Places up to this one are called; it grows by at most the rate.</param>
/// <param name="Ended">The turns of places up to this one are over, for those who came in as well.</param>
[GenerateSerializer, Immutable, Alias("RoomView")]
public sealed record RoomView(string Key, long Called, long Ended);

/// <summary>Whether a caller is let in.</summary>
/// <param name="IsIn">True: the caller may claim now.</param>
/// <param name="Place">The caller's place; 0 for one who has none.</param>
/// <param name="Wait">How long it will take until the caller is let in, as far as it is known.</param>
/// <param name="Refused">
/// Set: the campaign refuses the caller in any case, with what a claim would have been answered. It is the answer: a claim that is made
/// afterwards could be decided otherwise, and would then have passed the queue.
/// </param>
[GenerateSerializer, Immutable, Alias("RoomTurn")]
public sealed record RoomTurn(bool IsIn, long Place, TimeSpan Wait, Outcome<CouponView, CampaignRefusal>? Refused = null);
