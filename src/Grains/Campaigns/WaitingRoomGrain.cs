namespace ECommerce.Grains;

// Moved under load, it would forget who is let in.
[Immovable]
internal sealed class WaitingRoomGrain(
    [PersistentState("waiting-room", "waiting-rooms")] IPersistentState<WaitingRoomMarks> state,
    TimeProvider clock) : Grain, IWaitingRoomGrain
{
    private static readonly RoomTurn Unhindered = new(true, 0, TimeSpan.Zero);

    private readonly long _began = clock.GetTimestamp();
    private WaitingRoom? _room;

    private TimeSpan Now => clock.GetElapsedTime(_began);

    public async Task<RoomAnswer> Enter(EnterRoom command)
    {
        var room = _room ??= new WaitingRoom(state.State, Now);
        var refusals = await Refusals(room, command);
        if (state.State.Key is null && refusals.All(refusal => refusal == CampaignRefusal.UnknownCampaign))
        {
            // Callers who make up ids would fill the memory with grains and the database with rooms.
            DeactivateOnIdle();
            return new RoomAnswer(null, [.. command.Callers.Select(_ => Unhindered)]);
        }

        var now = Advance(room, command);
        var turns = room.Enter(command.Callers, i => refusals.Count > 0 && refusals[i] is not null, now, command.PerSecond);
        await Store(room, command);
        return new RoomAnswer(room.View(state.State.Key!), turns);
    }

    /// <summary>Why the campaign would refuse each of the callers; empty when it need not be asked, because all can come in.</summary>
    private async Task<IReadOnlyList<CampaignRefusal?>> Refusals(WaitingRoom room, EnterRoom command)
    {
        var now = Advance(room, command);
        return command.Callers.Count == 0 || (state.State.Key is not null && room.HasRoomFor(command.Callers, now, command.PerSecond))
            ? []
            : await GrainFactory.Grain<ICampaignGrain>(this.GetPrimaryKeyString()).Refusals([.. command.Callers.Select(caller => caller.UserId)]);
    }

    private TimeSpan Advance(WaitingRoom room, EnterRoom command)
    {
        var now = Now;
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

        var isStored = false;
        try
        {
            stored.Key ??= command.Key;
            room.WriteAhead(stored, command.PerSecond);
            await state.WriteStateAsync();
            isStored = true;
        }
        finally
        {
            // Nothing of what was decided was told to anybody. The next activation goes on from what is stored.
            if (!isStored)
            {
                DeactivateOnIdle();
            }
        }
    }
}
