using Orleans.Storage;
using ClaimOutcome = ECommerce.GrainInterfaces.Outcome<ECommerce.GrainInterfaces.CouponView, ECommerce.GrainInterfaces.CampaignRefusal>;

namespace ECommerce.Grains;

// Moved under load, it would forget who is let in.
[Immovable]
internal sealed class WaitingRoomGrain(
    [PersistentState("waiting-room", "waiting-rooms")] IPersistentState<WaitingRoomMarks> state,
    TimeProvider clock) : Grain, IWaitingRoomGrain
{
    /// <summary>
    /// For how long the campaign counts as open once it has said so. Longer, and those who come in small numbers while it is not would all be let in,
    /// and could all claim in the moment in which it opens.
    /// </summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly RoomTime _time = new(clock);
    private WaitingRoom? _room;

    /// <summary>When the campaign was last known to be open; null: it was not when it was last asked.</summary>
    private TimeSpan? _openAt;

    /// <summary>True: the state is as it is stored, as far as this activation knows.</summary>
    private bool _isStored = true;

    public async Task<RoomAnswer> Enter(EnterRoom command)
    {
        try
        {
            return await Decide(command);
        }
        catch (InconsistentStateException)
        {
            // Another activation has written. Nothing of what was decided was told to anybody.
            return await Decide(command);
        }
    }

    private async Task<RoomAnswer> Decide(EnterRoom command)
    {
        var room = await Room();
        var refusals = await Refusals(room, command);
        if (state.State.Key is null && refusals.All(refused => refused?.Refusal == CampaignRefusal.UnknownCampaign))
        {
            // Callers who make up ids would fill the memory with grains and the database with rooms.
            DeactivateOnIdle();
            return new RoomAnswer(null, [.. refusals.Select(refused => new RoomTurn(false, 0, TimeSpan.Zero, refused))]);
        }

        var now = Advance(room, command);
        var turns = room.Enter(command.Callers, i => refusals.Count > 0 ? refusals[i] : null, now, command.PerSecond);
        await Store(room, command);
        return new RoomAnswer(room.View(state.State.Key!), turns);
    }

    /// <summary>The room; built anew from what is stored when it is not known whether that is what was written last.</summary>
    private async Task<WaitingRoom> Room()
    {
        if (!_isStored)
        {
            await state.ReadStateAsync();
            (_isStored, _room) = (true, null);
        }

        return _room ??= new WaitingRoom(state.State, _time.Now);
    }

    /// <summary>How the campaign refuses each of the callers; empty when it need not be asked, because it is open and all can come in.</summary>
    private async Task<IReadOnlyList<ClaimOutcome?>> Refusals(WaitingRoom room, EnterRoom command)
    {
        var now = Advance(room, command);
        var isOpen = now - _openAt < Freshness;
        if (command.Callers.Count == 0 || (state.State.Key is not null && isOpen && room.HasRoomFor(command.Callers, now, command.PerSecond)))
        {
            return [];
        }

        var refusals = await GrainFactory.Grain<ICampaignGrain>(this.GetPrimaryKeyString()).Refusals([.. command.Callers.Select(caller => caller.UserId)]);
        Heed(refusals);
        return refusals;
    }

    /// <summary>While the campaign is paused, the room's time stands still. Who has a coupon hears of it in either case, which tells nothing.</summary>
    private void Heed(IReadOnlyList<ClaimOutcome?> refusals)
    {
        var now = clock.Now();
        if (refusals.FirstOrDefault(refused => refused?.Refusal == CampaignRefusal.NotOpen) is { } shut)
        {
            _openAt = null;
            if (shut.Facts!.StartsAt <= now && now < shut.Facts.EndsAt)
            {
                _time.Stop();
            }
        }
        else if (refusals.Any(refused => refused?.Refusal != CampaignRefusal.AlreadyIssued))
        {
            _time.GoOn();
            _openAt = _time.Now;
        }
    }

    private TimeSpan Advance(WaitingRoom room, EnterRoom command)
    {
        var now = _time.Now;
        room.Advance(now, command.PerSecond, TimeSpan.FromSeconds(command.TurnSeconds));
        return now;
    }

    private async Task Store(WaitingRoom room, EnterRoom command)
    {
        var stored = state.State;
        if (stored.Key is not null && room.IsWithin(stored))
        {
            return;
        }

        // When the write fails, nothing of what was decided was told to anybody, and the next call goes on from what is stored.
        _isStored = false;
        stored.Key ??= command.Key;
        room.WriteAhead(stored, command.PerSecond);
        await state.WriteStateAsync();
        _isStored = true;
    }
}
