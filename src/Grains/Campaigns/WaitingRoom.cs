using ClaimOutcome = ECommerce.GrainInterfaces.Outcome<ECommerce.GrainInterfaces.CouponView, ECommerce.GrainInterfaces.CampaignRefusal>;

namespace ECommerce.Grains;

/// <summary>
/// A queue of users. Places are called as time goes by, at the rate, whether their users come or not: who has left holds nobody up. Who is called
/// comes in through the <see cref="Door"/>, which holds the rate also when many come late: within any time, no more come in than the rate times that
/// time and 1.1 seconds' more, which are the door's burst and what comes late with its moment. Pure; does no I/O.
/// </summary>
/// <param name="marks">What was stored. Beyond it nothing was told to anybody.</param>
/// <param name="now">All times are those of a <see cref="RoomTime"/>, which no change of the clock moves.</param>
internal sealed class WaitingRoom(WaitingRoomMarks marks, TimeSpan now)
{
    /// <summary>Users who wait for one campaign; one more is given no place.</summary>
    public const long MaximumWaiting = 1_000_000;

    /// <summary>While those who are called fill the door for longer than this, no others are called.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(2);

    /// <summary>
    /// For how long a moment at the door is good. Without a bound, many who come late with theirs would come in at once. With one that is shorter
    /// than a busy shop takes to make the call, each of them would take a second permit, and the first would be lost.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>How exactly it is known when a place was called.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A place is over so many turns after its call: its user comes within the first, is let in within the second at the latest, when all come late
    /// at once, and may come in again within the third.
    /// </summary>
    private const int TurnsUntilEnd = 3;

    private readonly Door _door = new();
    private readonly Dictionary<string, Turn> _turns = [];
    private readonly PriorityQueue<string, long> _byPlace = new();
    private readonly List<(TimeSpan At, long Called)> _calls = [(now, Math.Min(marks.Called, marks.Given))];
    private double _called = Math.Min(marks.Called, marks.Given);
    private long _given = marks.Given;
    private long _late = marks.Ended;
    private long _ended = marks.Ended;
    private TimeSpan _asOf = now;

    /// <summary>The room for those who are not in it.</summary>
    public RoomView View(string key) => new(key, (long)_called, _ended);

    /// <summary>Users whose place is known.</summary>
    public int Count => _turns.Count;

    /// <summary>Calls the places whose turn has come, and ends the turns that are over.</summary>
    public void Advance(TimeSpan now, int perSecond, TimeSpan turn)
    {
        var from = Max(_asOf, _door.Opens(perSecond) - Behind);
        if (now > from)
        {
            _called = Math.Min(_given, _called + (now - from).TotalSeconds * perSecond);
        }

        _asOf = Max(_asOf, now);
        if (now - _calls[^1].At >= Step)
        {
            _calls.Add((now, (long)_called));
        }

        _late = Math.Max(_late, CalledBefore(now - turn));
        _ended = Math.Max(_ended, CalledBefore(now - TurnsUntilEnd * turn));
        _calls.RemoveRange(0, Math.Max(0, _calls.FindLastIndex(call => call.At <= now - TurnsUntilEnd * turn)));
        while (_byPlace.TryPeek(out var userId, out var place) && place <= _ended)
        {
            _byPlace.Dequeue();
            if (_turns.TryGetValue(userId, out var ended) && ended.Place == place)
            {
                _turns.Remove(userId);
            }
        }
    }

    /// <summary>True: all of them can come in now.</summary>
    public bool HasRoomFor(IReadOnlyList<RoomCaller> callers, TimeSpan now, int perSecond)
    {
        var others = callers.Select(caller => Known(caller, now)).Where(turn => turn is not { IsIn: true }).ToList();
        return others.Count <= _door.Open(now, perSecond) && others.All(turn => turn is null ? _called >= _given : turn.Place <= _called);
    }

    /// <summary>
    /// Lets callers in or tells them their places: those who have one in the order of their places, the others after them in the order in which
    /// they stand here.
    /// </summary>
    /// <param name="refused">How the campaign refuses the caller that stands at a position; null: it does not.</param>
    public IReadOnlyList<RoomTurn> Enter(IReadOnlyList<RoomCaller> callers, Func<int, ClaimOutcome?> refused, TimeSpan now, int perSecond)
    {
        var turns = new RoomTurn[callers.Count];
        foreach (var i in Enumerable.Range(0, callers.Count).OrderBy(i => Known(callers[i], now)?.Place ?? long.MaxValue))
        {
            turns[i] = refused(i) is { } refusal ? new RoomTurn(false, 0, TimeSpan.Zero, refusal)
                : (Known(callers[i], now) ?? Give(callers[i].UserId, now, perSecond)) is { } turn ? Of(turn, now, perSecond)
                : new RoomTurn(false, 0, Step);
        }

        return turns;
    }

    /// <summary>True: all that is told now is covered by what is stored.</summary>
    public bool IsWithin(WaitingRoomMarks stored) => _given <= stored.Given && _called <= stored.Called;

    /// <summary>What to store, so that for about a second nothing needs to be stored again.</summary>
    public void WriteAhead(WaitingRoomMarks stored, int perSecond) =>
        (stored.Given, stored.Called, stored.Ended) = (_given + perSecond, (long)Math.Ceiling(_called) + perSecond, _ended);

    private RoomTurn Of(Turn turn, TimeSpan now, int perSecond)
    {
        if (turn.Place > _called)
        {
            var held = Max(TimeSpan.Zero, _door.Opens(perSecond) - Behind - now);
            return new RoomTurn(false, turn.Place, held + TimeSpan.FromSeconds((turn.Place - _called) / perSecond));
        }

        if (!turn.IsIn && (turn.Moment is not { } given || now - given > Grace))
        {
            turn.Moment = _door.Take(now, perSecond);
        }

        turn.IsIn |= turn.Moment <= now;
        return new RoomTurn(turn.IsIn, turn.Place, turn.IsIn ? TimeSpan.Zero : turn.Moment!.Value - now);
    }

    /// <summary>
    /// The turn of a caller: of the place that was proved, or of the one that is remembered; of two, the earlier one. Who came in time and was given
    /// a moment at the door does not come late when that moment is after the turn.
    /// </summary>
    private Turn? Known(RoomCaller caller, TimeSpan now)
    {
        var turn = _turns.GetValueOrDefault(caller.UserId);
        if (turn is { IsIn: false } && turn.Place <= _late && !(now - turn.Moment <= Grace))
        {
            turn = null;
        }

        if (caller.Place is { } place && place > _late && place <= _given && (turn is null || (!turn.IsIn && place < turn.Place)))
        {
            turn = Keep(caller.UserId, place);
        }

        return turn;
    }

    /// <summary>The next place. Where nobody waits and the door is open it is called at once. Null: too many wait.</summary>
    private Turn? Give(string userId, TimeSpan now, int perSecond)
    {
        if (_given - _called >= MaximumWaiting)
        {
            return null;
        }

        if (_called >= _given && _door.Open(now, perSecond) > 0)
        {
            _called = _given + 1;
        }

        return Keep(userId, ++_given);
    }

    private Turn Keep(string userId, long place)
    {
        _byPlace.Enqueue(userId, place);
        return _turns[userId] = new Turn(place);
    }

    private long CalledBefore(TimeSpan time) => _calls.FindLast(call => call.At <= time).Called;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed class Turn(long place)
    {
        public long Place { get; } = place;

        /// <summary>When the user may come in; null: none was given yet.</summary>
        public TimeSpan? Moment { get; set; }

        public bool IsIn { get; set; }
    }
}
