namespace ECommerce.Grains.Tests.Campaigns;

/// <summary>The queue on Orleans, with the campaign behind it, on a clock that the test moves.</summary>
public sealed class WaitingRoomGrainTests : ShopTest
{
    private const int Quantity = 4_000;
    private const int PerSecond = 500;
    private const string Key = "a2V5IG9mIHRoZSB0ZXN0IHdpdGggMzIgYnl0ZXMuLi4=";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Five_thousand_callers_come_in_in_the_order_of_their_places_at_the_rate_and_get_exactly_what_there_is(bool isKilled)
    {
        await Shop.Runs(Quantity);
        var crowd = new Crowd();
        for (var tick = 0; !crowd.IsGone; tick++)
        {
            foreach (var group in crowd.Coming(tick).Chunk(Bounds.MaximumClaimsPerCall))
            {
                var turns = (await Enter(group)).Turns;
                var claims = await Shop.Campaign().Claim([.. group.Zip(turns).Where(it => it.Second.IsIn).Select(it => it.First.UserId)]);
                crowd.Hears(group, turns, claims);
            }

            if (isKilled && tick == 60)
            {
                // As when its silo dies: the next activation knows what was stored, and what the tickets say.
                await Shop.Deactivates(Shop.WaitingRoom());
            }

            Shop.Advance(Crowd.Tick);
        }

        Assert.Equal(Quantity, crowd.Coupons);
        Assert.Equal([CampaignRefusal.SoldOut], crowd.Refusals.Distinct());
        Assert.Equal(Crowd.Size - Quantity, crowd.Refusals.Count);
        Assert.Equal(Crowd.Size, crowd.Places.Values.Distinct().Count());

        // A room that has forgotten how far it was goes on from what it had stored ahead, which is about a second.
        List<(long Place, TimeSpan At)> entered = [.. crowd.Entered.OrderBy(it => it.At).ThenBy(it => it.Place)];
        var ahead = isKilled ? PerSecond + Door.Burst(PerSecond) : 0;
        var highest = 0L;
        foreach (var (place, _) in entered)
        {
            Assert.True(place > highest - ahead, $"{place} came in after {highest}");
            highest = Math.Max(highest, place);
        }

        Assert.Equal(entered.Count, entered.Select(it => it.Place).Distinct().Count());
        Assert.All(
            entered.GroupBy(it => (int)it.At.TotalSeconds).Select(second => second.Count()),
            count => Assert.InRange(count, 1, PerSecond + Door.Burst(PerSecond)));
        Assert.InRange(entered[Quantity - 1].At.TotalSeconds, (double)Quantity / PerSecond - 0.5, (double)Quantity / PerSecond + (isKilled ? 2.5 : 0.5));
    }

    [Fact]
    public async Task Two_frontends_have_one_queue_and_two_clusters_by_mistake_give_no_place_twice()
    {
        await Shop.Runs();
        var other = await Shop.AnotherCluster();

        var here = (await Enter(Users("here", 200))).Turns;
        var there = (await Enter(Users("there", 200), other)).Turns;

        Assert.Equal(400, here.Concat(there).Select(turn => turn.Place).Distinct().Count());
    }

    [Fact]
    public async Task Who_has_a_coupon_or_cannot_get_one_hears_at_once_what_a_claim_would_hear()
    {
        await Shop.Runs();
        await Shop.Claims("mina");
        await Enter(Users("crowd", 300));

        Assert.Equal(new RoomTurn(false, 0, TimeSpan.Zero, (await Shop.Campaign().Claim(["mina"])).Single()), (await Enter([new("mina", null)])).Turns.Single());
        await Shop.Campaign().Pause(true);
        var refused = (await Shop.Campaign().Claim(["crowd-0"])).Single();
        Assert.NotNull(refused.Facts!.EndsAt);
        Assert.All((await Enter(Users("crowd", 300))).Turns, turn => Assert.Equal(new RoomTurn(false, 0, TimeSpan.Zero, refused), turn));
        await Shop.Campaign().Pause(false);
        Assert.Contains((await Enter(Users("crowd", 300))).Turns, turn => !turn.IsIn);
    }

    [Fact]
    public async Task Those_who_wait_hear_that_all_is_gone_and_when()
    {
        await Shop.Runs(quantity: 50);
        var turns = (await Enter(Users("crowd", 300))).Turns;
        await Shop.Campaign().Claim([.. Users("crowd", 50).Select(user => user.UserId)]);

        Assert.Contains(turns, turn => !turn.IsIn);
        var refused = (await Enter([.. Users("crowd", 300).Zip(turns).Select(it => it.First with { Place = it.Second.Place })])).Turns.Select(turn => turn.Refused!).ToList();
        Assert.All(refused.Take(50), it => Assert.Equal(CampaignRefusal.AlreadyIssued, it.Refusal));
        Assert.All(refused.Skip(50), it => Assert.Equal((CampaignRefusal.SoldOut, true), (it.Refusal!.Value, it.Facts!.SoldOutAt is not null)));
    }

    [Fact]
    public async Task While_the_campaign_is_paused_no_place_is_called_and_no_turn_passes()
    {
        await Shop.Runs();
        await Enter(Users("crowd", 1_000));
        Shop.Advance(TimeSpan.FromSeconds(1));
        var before = (await Enter([])).Room!.Called;
        await Shop.Campaign().Pause(true);
        Assert.Equal(CampaignRefusal.NotOpen, (await Enter([new("crowd-999", 1_000)])).Turns.Single().Refused?.Refusal);

        Shop.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(before, (await Enter([])).Room!.Called);
        await Shop.Campaign().Pause(false);
        var turns = (await Enter([new("crowd-500", 501), new("crowd-999", 1_000)])).Turns;
        Assert.Equal([(true, 501L), (false, 1_000L)], turns.Select(turn => (turn.IsIn, turn.Place)));
        Shop.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1_000, (await Enter([])).Room!.Called);
    }

    [Fact]
    public async Task Who_comes_before_the_start_in_small_numbers_is_not_let_in_all_at_once_at_the_start()
    {
        await Shop.Campaign().Save(Some.SaveCampaign(1_000) with { StartsAt = Some.Now.AddSeconds(20) });
        var early = new List<RoomCaller>();
        for (var second = 0; second < 20; second++)
        {
            var callers = Users($"early-{second}", 20);
            early.AddRange(callers);
            Assert.All((await Enter(callers)).Turns, turn => Assert.Equal(CampaignRefusal.NotOpen, turn.Refused?.Refusal));
            Shop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(Door.Burst(PerSecond), (await Enter(early)).Turns.Count(turn => turn.IsIn));
    }

    [Fact]
    public async Task A_room_whose_state_another_activation_has_written_is_read_again_and_nobody_hears_of_it()
    {
        await Shop.Runs();
        var other = await Shop.AnotherCluster();
        List<long> places = [.. (await Enter(Users("here", 1))).Turns.Select(turn => turn.Place)];
        places.AddRange((await Enter(Users("there", 600), other)).Turns.Select(turn => turn.Place));

        // More than what was stored ahead, so that it is written, on a version that is no longer the one that is stored.
        places.AddRange((await Enter(Users("more", 600))).Turns.Select(turn => turn.Place));
        places.AddRange((await Enter(Users("again", 600), other)).Turns.Select(turn => turn.Place));

        Assert.Equal(1_801, places.Distinct().Count());
    }

    [Fact]
    public async Task A_campaign_that_callers_make_up_has_no_room_and_stores_none()
    {
        var answer = await Enter(Users("crowd", 300), room: "none");

        Assert.Null(answer.Room);
        Assert.All(answer.Turns, turn => Assert.Equal(CampaignRefusal.UnknownCampaign, turn.Refused?.Refusal));
        Assert.Equal(0, Shop.WaitingRooms.Count);
    }

    [Fact]
    public async Task The_key_is_the_first_one_that_was_offered_also_after_the_room_moved()
    {
        await Shop.Runs();
        await Enter(Users("a", 1));
        await Shop.Deactivates(Shop.WaitingRoom());

        var answer = await Shop.WaitingRoom().Enter(new EnterRoom(PerSecond, 30, "another", []));

        Assert.Equal(Key, answer.Room!.Key);
    }

    private Task<RoomAnswer> Enter(IReadOnlyList<RoomCaller> callers, IGrainFactory? on = null, string room = "spring") =>
        Shop.WaitingRoom(room, on).Enter(new EnterRoom(PerSecond, 30, Key, callers));

    private static List<RoomCaller> Users(string name, int count) => [.. Enumerable.Range(0, count).Select(i => new RoomCaller($"{name}-{i}", null))];

    /// <summary>
    /// All of them come within a second. Those who wait come again when they were told to; some come more often, which gains them nothing.
    /// </summary>
    private sealed class Crowd
    {
        public const int Size = 5_000;
        private const int NewInATick = 250;

        public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

        private readonly Dictionary<RoomCaller, TimeSpan> _waiting = [];
        private TimeSpan _now;

        public Dictionary<string, long> Places { get; } = [];

        public List<(long Place, TimeSpan At)> Entered { get; } = [];

        public List<CampaignRefusal> Refusals { get; } = [];

        public int Coupons { get; private set; }

        public bool IsGone => Coupons + Refusals.Count == Size;

        public List<RoomCaller> Coming(int tick)
        {
            _now = tick * Tick;
            var isAllGone = Coupons == Quantity;
            List<RoomCaller> again = [.. _waiting.Where(it => it.Value <= _now || isAllGone || it.Key.Place % 97 == tick % 97).Select(it => it.Key)];
            again.ForEach(caller => _waiting.Remove(caller));
            return [.. again, .. Enumerable.Range(tick * NewInATick, tick < Size / NewInATick ? NewInATick : 0).Select(i => new RoomCaller("user-" + i, null))];
        }

        public void Hears(
            IReadOnlyList<RoomCaller> callers, IReadOnlyList<RoomTurn> turns, IReadOnlyList<Outcome<CouponView, CampaignRefusal>> claims)
        {
            foreach (var (caller, turn) in callers.Zip(turns).Where(it => it.Second.Place > 0))
            {
                Places.TryAdd(caller.UserId, turn.Place);
                Assert.Equal(Places[caller.UserId], turn.Place);
                if (turn.IsIn)
                {
                    Entered.Add((turn.Place, _now));
                }
                else
                {
                    _waiting[caller with { Place = turn.Place }] = _now + turn.Wait;
                }
            }

            Coupons += claims.Count(claim => claim.Value is not null);
            Refusals.AddRange(claims.Select(claim => claim.Refusal).Concat(turns.Select(turn => turn.Refused?.Refusal)).OfType<CampaignRefusal>());
        }
    }
}
