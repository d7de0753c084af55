using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using ClaimOutcome = ECommerce.GrainInterfaces.Outcome<ECommerce.GrainInterfaces.CouponView, ECommerce.GrainInterfaces.CampaignRefusal>;

namespace ECommerce.WebFrontend;

/// <summary>
/// The waiting rooms of campaigns, as one frontend keeps their doors: a claim is let in or told its place. The places are the grain's; those who wait
/// are answered here. A call whose turn comes within a moment is kept that long, so that claims come in as evenly as places are called.
/// </summary>
internal sealed class WaitingRooms
{
    private const string Claims = "/claim";
    private const string Campaigns = "/v1/campaigns/";

    /// <summary>Rooms that are known; all are forgotten when there are more.</summary>
    private const int MaximumRooms = 1_000;

    /// <summary>How often a call asks the grain before it is told to come again.</summary>
    private const int Attempts = 4;

    private static readonly NumberSetting Rate = new("WaitingRoom:ClaimsPerSecond", 0, 0, 100_000);
    private static readonly NumberSetting Turn = new("WaitingRoom:TurnSeconds", 30, 10, 600);

    /// <summary>How long a call with a ticket is kept until its turn comes.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    /// <summary>How often it is looked whether those who wait still have something to wait for.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    private readonly IGrainFactory _grains;
    private readonly SoldOutMemory _soldOut;
    private readonly TimeProvider _clock;
    private readonly Lanes<RoomCaller, RoomTurn> _lanes;
    private readonly int _perSecond;
    private readonly int _turnSeconds;
    private readonly string _newKey = Convert.ToBase64String(TicketSeal.NewKey());
    private readonly ConcurrentDictionary<string, KnownRoom> _rooms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _looks = new(StringComparer.Ordinal);

    public WaitingRooms(IGrainFactory grains, SoldOutMemory soldOut, IConfiguration configuration, TimeProvider clock)
    {
        (_grains, _soldOut, _clock, _lanes) = (grains, soldOut, clock, new(Ask));
        (_perSecond, _turnSeconds) = (Rate.Of(configuration), Turn.Of(configuration));
    }

    /// <summary>Which of the settings is out of its bounds; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) => NumberSetting.Refuse(configuration, Rate, Turn);

    /// <summary>True: claims beyond a rate wait.</summary>
    public bool AreOpen => _perSecond > 0;

    /// <summary>Lets a claim in, tells the place at which its user waits, or how the campaign refuses it in any case.</summary>
    /// <param name="text">The ticket that came with the call. One that is not this user's, of this campaign, counts as none.</param>
    /// <param name="gone">The caller has gone.</param>
    public async ValueTask<Entry> Enter(string campaignId, string userId, string? text, CancellationToken gone)
    {
        if (_soldOut.Contains(campaignId, userId, out var facts))
        {
            return new Entry(null, ClaimOutcome.Refused(CampaignRefusal.SoldOut, facts));
        }

        if (text is not null && !_rooms.ContainsKey(campaignId))
        {
            await Ask(campaignId, []);
        }

        var place = _rooms.GetValueOrDefault(campaignId)?.Tickets.Place(text, userId);
        if (place is { } known && await Wait(campaignId, known, gone) is { } left)
        {
            return Waits(campaignId, userId, known, left);
        }

        for (var attempt = 1; ; attempt++)
        {
            var turn = await _lanes.Join(campaignId, new RoomCaller(userId, place));
            if (turn.Refused is { } refused)
            {
                if (refused.Refusal == CampaignRefusal.SoldOut)
                {
                    _soldOut.Add(campaignId, userId, refused.Facts);
                }

                return new Entry(null, refused);
            }

            if (turn.IsIn)
            {
                return default;
            }

            if (place is null || turn.Wait > Kept || attempt == Attempts)
            {
                return Waits(campaignId, userId, turn.Place, turn.Wait);
            }

            await Task.Delay(turn.Wait, _clock, gone);
        }
    }

    /// <summary>
    /// What lets a claim past the gates whose ticket says that its turn has come or is near; null: nothing does. It is asked before it is known who
    /// calls, so the ticket may be another user's: <see cref="LetIn.Is"/> tells.
    /// </summary>
    public LetIn? LetsPast(IHttpRequestFeature request)
    {
        if (!AreOpen || !HttpMethods.IsPost(request.Method) || request.Headers[WaitingRoomTicket.Header] is not [{ } text]
            || !request.Path.StartsWith(Campaigns, StringComparison.OrdinalIgnoreCase) || !request.Path.EndsWith(Claims, StringComparison.OrdinalIgnoreCase)
            || request.Path.Length <= Campaigns.Length + Claims.Length
            || _rooms.GetValueOrDefault(request.Path[Campaigns.Length..^Claims.Length]) is not { } room
            || room.Tickets.Place(text) is not { } place || room.Wait(place, _clock) > Kept || !room.TakePass(place))
        {
            return null;
        }

        return new LetIn(room.Tickets, text);
    }

    /// <summary>Keeps a call whose turn is near until it comes; otherwise how long it has to wait, and null when there is nothing to wait for.</summary>
    private async ValueTask<TimeSpan?> Wait(string campaignId, long place, CancellationToken gone)
    {
        if (_rooms.GetValueOrDefault(campaignId)?.Wait(place, _clock) is not { } wait || wait <= TimeSpan.Zero)
        {
            return null;
        }

        if (wait > Kept)
        {
            await Look(campaignId);
            return _rooms.GetValueOrDefault(campaignId) is { IsWorthWaiting: true } room ? Max(TimeSpan.Zero, room.Wait(place, _clock)) : null;
        }

        await Task.Delay(wait, _clock, gone);
        return null;
    }

    private Entry Waits(string campaignId, string userId, long place, TimeSpan wait) =>
        new(new Waiting(place, wait, place > 0 ? _rooms.GetValueOrDefault(campaignId)?.Tickets.Ticket(userId, place) : null), null);

    private async Task<IReadOnlyList<RoomTurn>> Ask(string campaignId, IReadOnlyList<RoomCaller> callers)
    {
        var asked = _clock.GetTimestamp();
        var answer = await _grains.Grain<IWaitingRoomGrain>(campaignId).Enter(new EnterRoom(_perSecond, _turnSeconds, _newKey, callers));
        if (answer.Room is { } room)
        {
            if (_rooms.Count >= MaximumRooms)
            {
                _rooms.Clear();
            }

            // The key is another one only when the room's state is gone, as after a restored backup.
            var known = _rooms.AddOrUpdate(
                campaignId, id => new(id, room.Key, _perSecond), (id, before) => before.Key == room.Key ? before : new(id, room.Key, _perSecond));
            known.Learn(room, asked);
        }

        return answer.Turns;
    }

    /// <summary>Looks at the room and its campaign, unless that was done a moment ago. One look at a time is shared by all who wait.</summary>
    private async Task Look(string campaignId)
    {
        if (_rooms.GetValueOrDefault(campaignId) is { LookedAt: > 0 and var at } && _clock.GetElapsedTime(at) < Freshness)
        {
            return;
        }

        var look = _looks.GetOrAdd(campaignId, id => new Lazy<Task>(() => LookOnce(id)));
        try
        {
            await look.Value;
        }
        finally
        {
            _looks.TryRemove(KeyValuePair.Create(campaignId, look));
        }
    }

    private async Task LookOnce(string campaignId)
    {
        var campaign = _grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key).Find(campaignId);
        await Ask(campaignId, []);
        if (_rooms.GetValueOrDefault(campaignId) is { } room)
        {
            var now = _clock.GetUtcNow();
            room.IsWorthWaiting = await campaign is { Remaining: > 0 } found && found.Paused != true && found.StartsAt <= now && now < found.EndsAt;
            room.LookedAt = _clock.GetTimestamp();
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <summary>What became of a claim at the door: it is let in when both are null.</summary>
/// <param name="Waiting">Set: it waits.</param>
/// <param name="Refused">Set: the campaign refuses it in any case, and this is the answer. A claim after it would have passed the queue.</param>
internal readonly record struct Entry(Waiting? Waiting, ClaimOutcome? Refused);

/// <summary>A claim that was let past the gates by its ticket, before it was known who calls.</summary>
internal sealed record LetIn(TicketSeal Tickets, string Text)
{
    /// <summary>True: the call of this user was let past, and the ticket is theirs. No limit of callers refuses it.</summary>
    public static bool Is(HttpContext context, string userId) =>
        context.Features.Get<LetIn>() is { } letIn && letIn.Tickets.Place(letIn.Text, userId) is not null;
}
