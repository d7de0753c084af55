using ECommerce.Grains;

namespace ECommerce.Simulation.Hunting;

/// <summary>The grains of the shop on two hosts over one ledger in memory, and who watches them.</summary>
internal sealed class World
{
    private readonly Random _random;
    private readonly MemoryStorage _carts;
    private readonly Host[] _hosts;
    private readonly GroupCommit[] _commits = new GroupCommit[2];

    public World(Story story, bool isTold)
    {
        Story = story;
        _random = new(story.Order);
        Scheduler = new(story.Order, isTold);
        Clock = new(Scheduler.Clock);
        Faults = new(new(story.Order), story.Faults, story.Shop.FaultOneIn, story.Shop.MillisecondsOfWay);
        Ledger = new(Clock);
        History = new(Clock);
        Auditor = new(History);
        _carts = new(Scheduler) { Written = (grain, json) => Auditor.CartWritten(grain.Key, json) };
        _hosts = [NewHost(0), NewHost(1)];
    }

    public Story Story { get; }

    public Scheduler Scheduler { get; }

    public ShopClock Clock { get; }

    public StoryFaults Faults { get; }

    /// <summary>The truth, without a network before it.</summary>
    public MemoryLedger Ledger { get; }

    public History History { get; }

    public Auditor Auditor { get; }

    /// <summary>A host of the story's choice.</summary>
    public IGrainFactory AnyHost() => _hosts[(Story.Faults & Fault.TwoHosts) != 0 ? _random.Next(_hosts.Length) : 0];

    public IGrainFactory HostOf(int number) => _hosts[number];

    public int Below(int bound) => _random.Next(bound);

    /// <summary>Kills a host with all that it holds and has not committed, and starts it again.</summary>
    public void Restart(int number)
    {
        _hosts[number].Crash();
        _commits[number].End();
        _hosts[number] = NewHost(number);
    }

    /// <summary>Sets the clock on the wall.</summary>
    public void JumpClock(TimeSpan by)
    {
        Clock.Offset += by;
        History.Add(History.Now);
    }

    private Host NewHost(int number)
    {
        var name = number == 0 ? "one" : "two";
        var ledger = LedgerWay.To(Ledger, Scheduler, Faults, Auditor);
        _commits[number] = new GroupCommit(ledger, Scheduler, name);
        return new(name, Scheduler, _carts, new Dictionary<Type, object>
        {
            [typeof(TimeProvider)] = Clock,
            [typeof(ILedger)] = ledger,
            [typeof(GroupCommit)] = _commits[number],
            [typeof(GroupedReads)] = new GroupedReads(ledger),
            [typeof(LinePrices)] = new LinePrices(ledger),
            [typeof(OpenOrders)] = new OpenOrders(),
            [typeof(OrderTurns)] = new OrderTurns(Clock),
        }, Faults);
    }
}
