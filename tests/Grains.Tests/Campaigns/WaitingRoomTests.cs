namespace ECommerce.Grains.Tests.Campaigns;

/// <summary>The queue by itself, on times that the test makes up.</summary>
public sealed class WaitingRoomTests
{
    private const int PerSecond = 100;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    private readonly WaitingRoomMarks _marks = new();
    private readonly WaitingRoom _room;
    private TimeSpan _now;

    public WaitingRoomTests() => _room = new(_marks, _now);

    [Fact]
    public void A_tenth_of_a_second_is_let_in_at_once_and_the_others_in_the_order_in_which_they_came()
    {
        var turns = Come(Users(0, 30));

        Assert.All(turns.Take(10), turn => Assert.True(turn.IsIn));
        Assert.All(turns.Skip(10), turn => Assert.False(turn.IsIn));
        Assert.Equal(Enumerable.Range(1, 30).Select(place => (long)place), turns.Select(turn => turn.Place));
        Assert.Equal(TimeSpan.FromMilliseconds(200), turns[29].Wait);
    }

    [Fact]
    public void Within_any_time_no_more_come_in_than_the_rate_and_a_second_whoever_comes_and_however_late()
    {
        var entered = new List<TimeSpan>();
        var waiting = new Dictionary<RoomCaller, TimeSpan>();
        var chance = new Random(7);
        for (var tick = 0; entered.Count < 3_000 && tick < 20_000; tick++)
        {
            Pass(TimeSpan.FromMilliseconds(10));
            List<RoomCaller> callers = [.. waiting.Where(it => it.Value <= _now).Select(it => it.Key), .. tick < 1_000 ? Users(tick * 3, 3) : []];
            foreach (var (caller, turn) in callers.Zip(Come(callers)))
            {
                waiting.Remove(caller);
                if (turn.IsIn)
                {
                    entered.Add(_now);
                    continue;
                }

                // Some come late, and from the 8th to the 12th second nobody is heard of, as when a network is away.
                var at = _now + turn.Wait + TimeSpan.FromMilliseconds(chance.Next(10) == 0 ? chance.Next(1_500) : 0);
                waiting[caller with { Place = turn.Place }] = at.TotalSeconds is > 8 and < 12 ? TimeSpan.FromSeconds(12) : at;
            }
        }

        Assert.Equal(3_000, entered.Count);
        Assert.All((int[])[1, 10], seconds =>
        {
            var most = PerSecond * (seconds + 1) + PerSecond / 10;
            Assert.All(
                Enumerable.Range(0, entered.Count - most - 1),
                i => Assert.True(entered[i + most + 1] - entered[i] >= TimeSpan.FromSeconds(seconds), $"{most + 2} from {entered[i]} to {entered[i + most + 1]}"));
        });
        Assert.InRange(entered[^1].TotalSeconds, 30, 45);
    }

    [Fact]
    public void Who_comes_a_little_after_their_moment_at_the_door_takes_no_second_permit()
    {
        var callers = AreCalled(50);
        var last = Come(callers)[^1].Wait;

        Pass(last + TimeSpan.FromMilliseconds(600));

        Assert.All(Come(callers), turn => Assert.True(turn.IsIn));
        Assert.All(Come(Users(5_000, 10)), turn => Assert.True(turn.IsIn));
    }

    [Fact]
    public void Who_came_in_time_and_was_given_a_moment_that_is_after_their_turn_comes_in_at_that_moment()
    {
        // Nobody came when they were called, as when a network is away. Then all come, those with later places first.
        var callers = AreCalled(2_900);
        Come(callers[1_450..]);
        var promised = Come(callers[..1_450])[^1];
        var caller = callers[1_449];
        Assert.Equal((false, 1_450), Shape(promised));
        Assert.True(promised.Wait > TimeSpan.FromSeconds(25), $"{promised}");

        Pass(promised.Wait - TimeSpan.FromSeconds(10));
        Assert.Equal(new RoomTurn(false, 1_450, TimeSpan.FromSeconds(10)), Come([caller]).Single());
        Pass(TimeSpan.FromSeconds(10));

        Assert.Equal((true, 1_450), Shape(Come([caller]).Single()));
        Pass(Turn / 2);
        Assert.Equal((true, 1_450), Shape(Come([caller]).Single()));
    }

    [Fact]
    public void Who_leaves_holds_nobody_up()
    {
        Come(Users(0, 210));

        Pass(TimeSpan.FromSeconds(2));

        Assert.True(Come([new("user-209", 210)]).Single().IsIn);
    }

    [Fact]
    public void A_user_who_comes_again_without_a_ticket_has_the_place_that_they_had()
    {
        var places = Come(Users(0, 50)).Select(turn => turn.Place).ToList();

        Assert.Equal(places, Come(Users(0, 50)).Select(turn => turn.Place));
        Assert.Equal(51, Come(Users(50, 1)).Single().Place);
    }

    [Fact]
    public void Who_is_let_in_is_let_in_again_and_takes_no_second_permit()
    {
        var first = Come(Users(0, 10));

        Assert.All(first, turn => Assert.True(turn.IsIn));
        Assert.Equal(first, Come(Users(0, 10)));
        Pass(TimeSpan.FromMilliseconds(10));
        Assert.True(Come(Users(10, 1)).Single().IsIn);
    }

    [Fact]
    public void A_turn_that_nobody_took_is_over_after_its_time_and_one_that_was_taken_lasts_as_long_twice_more()
    {
        Come(Users(0, 12));
        Pass(TimeSpan.FromSeconds(1));
        Assert.True(Come([new("user-11", 12)]).Single().IsIn);

        Pass(TimeSpan.FromSeconds(32));

        Assert.Equal((true, 12), Shape(Come([new("user-11", 12)]).Single()));
        Assert.Equal(13, Come([new("user-10", 11)]).Single().Place);

        Pass(2 * Turn);

        Assert.Equal(14, Come([new("user-11", 12)]).Single().Place);
        Assert.Equal(2, _room.Count);
    }

    [Fact]
    public void A_ticket_brings_its_place_along_to_a_room_that_has_forgotten_its_users_and_no_place_is_given_twice()
    {
        var before = Come(Users(0, 500)).Select(turn => turn.Place).ToHashSet();
        _room.WriteAhead(_marks, PerSecond);
        var next = new WaitingRoom(_marks, _now);
        next.Advance(_now, PerSecond, Turn);

        var known = next.Enter([new("user-400", 401)], _ => null, _now, PerSecond).Single();
        var stranger = next.Enter([new("stranger", null)], _ => null, _now, PerSecond).Single();

        Assert.Equal(401, known.Place);
        Assert.DoesNotContain(stranger.Place, before);
        Assert.True(stranger.Place > 500 && stranger.Wait > known.Wait);
    }

    [Fact]
    public void Who_was_called_before_the_room_forgot_its_users_is_let_in_afterwards()
    {
        Come(Users(0, 100));
        Pass(TimeSpan.FromMilliseconds(500));
        var view = _room.View("key");
        _room.WriteAhead(_marks, PerSecond);

        var next = new WaitingRoom(_marks, _now);
        next.Advance(_now, PerSecond, Turn);

        Assert.True(view.Called > 50);
        Assert.True(next.Enter([new($"user-{view.Called - 1}", view.Called)], _ => null, _now, PerSecond).Single().IsIn);
        Assert.True(next.View("key").Called >= view.Called);
    }

    [Fact]
    public void A_place_that_was_never_given_counts_for_nothing() => Assert.Equal(1, Come([new("mina", 7_000)]).Single().Place);

    [Fact]
    public void Who_has_nothing_to_wait_for_is_told_why_and_takes_no_place()
    {
        var refused = Outcome<CouponView, CampaignRefusal>.Refused(CampaignRefusal.SoldOut);
        Come(Users(0, 20));

        Assert.Equal(new RoomTurn(false, 0, TimeSpan.Zero, refused), _room.Enter([new("mina", null)], _ => refused, _now, PerSecond).Single());
        Assert.Equal(21, Come(Users(20, 1)).Single().Place);
    }

    private static (bool, long) Shape(RoomTurn turn) => (turn.IsIn, turn.Place);

    private static List<RoomCaller> Users(int first, int count) => [.. Enumerable.Range(first, count).Select(i => new RoomCaller("user-" + i, null))];

    /// <summary>New users, all of whose places are called; the first ten of them are in.</summary>
    private List<RoomCaller> AreCalled(int count)
    {
        List<RoomCaller> callers = [.. Users(0, count).Zip(Come(Users(0, count))).Select(it => it.First with { Place = it.Second.Place })];
        for (var called = 0; called < count; called += PerSecond)
        {
            Pass(TimeSpan.FromSeconds(1));
        }

        return callers;
    }

    private void Pass(TimeSpan time)
    {
        _now += time;
        _room.Advance(_now, PerSecond, Turn);
    }

    private IReadOnlyList<RoomTurn> Come(IReadOnlyList<RoomCaller> callers) => _room.Enter(callers, _ => null, _now, PerSecond);
}
