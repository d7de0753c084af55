using System.Reflection;
using ECommerce.Simulation.Contract;

namespace ECommerce.Simulation.Tests;

public sealed class FaultTests
{
    private readonly TestHosts _hosts = new();
    private readonly OneFault _fault = new();
    private readonly Host _host;

    public FaultTests() => _host = _hosts.NewHost(faults: _fault);

    private ITurnGrain Grain => _host.GetGrain<ITurnGrain>("a");

    [Fact]
    public void A_lost_call_is_not_begun_and_its_caller_gets_a_timeout() => _hosts.Scheduler.Run(async () =>
    {
        _fault.Calls = [];
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.Pass("1"));
        Assert.Empty(_hosts.Probe.Log);
        Assert.Equal(TimeSpan.FromSeconds(30), _hosts.Scheduler.Clock.Elapsed);
    });

    [Fact]
    public void A_call_whose_answer_is_lost_has_run_and_its_caller_gets_a_timeout() => _hosts.Scheduler.Run(async () =>
    {
        _fault.Answers = [];
        await Assert.ThrowsAsync<TimeoutException>(Grain.CountUp);
        _fault.Answers = [TimeSpan.Zero];
        Assert.Equal(2, await Grain.CountUp());
    });

    [Fact]
    public void A_caller_gets_a_timeout_and_the_call_runs_on() => _hosts.Scheduler.Run(async () =>
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.Pass("1"));
        _hosts.Probe["1"].Open();
        await Grain.CountUp();
        Assert.Equal(["new", "begin 1", "end 1"], _hosts.Probe.Log);
    });

    [Fact]
    public void A_method_with_a_timeout_of_its_own_is_waited_for_that_long() => _hosts.Scheduler.Run(async () =>
    {
        await Assert.ThrowsAsync<TimeoutException>(_host.GetGrain<IPatientGrain>("a").WaitForEver);
        Assert.Equal(TimeSpan.FromMinutes(5), _hosts.Scheduler.Clock.Elapsed);
    });

    [Fact]
    public void A_doubled_call_runs_twice_and_is_answered_once() => _hosts.Scheduler.Run(async () =>
    {
        _fault.Calls = [TimeSpan.Zero, TimeSpan.FromSeconds(1)];
        Assert.Equal(1, await Grain.CountUp());
        await _hosts.Scheduler.Clock.Delay(TimeSpan.FromSeconds(2));
        _fault.Calls = [TimeSpan.Zero];
        Assert.Equal(3, await Grain.CountUp());
    });

    [Fact]
    public void A_late_call_is_overtaken_by_those_sent_after_it() => _hosts.Scheduler.Run(async () =>
    {
        _fault.Calls = [TimeSpan.FromSeconds(1)];
        var late = Grain.CountUp();
        _fault.Calls = [TimeSpan.Zero];
        Assert.Equal(1, await Grain.CountUp());
        Assert.Equal(2, await late);
    });

    [Fact]
    public void A_refused_call_is_not_begun_and_its_caller_is_told() => _hosts.Scheduler.Run(async () =>
    {
        _fault.Refusal = new OrleansException("The queue is full.");
        Assert.Same(_fault.Refusal, await Assert.ThrowsAsync<OrleansException>(() => Grain.PassAndFail("1")));
        Assert.Empty(_hosts.Probe.Log);
    });

    [Fact]
    public void A_dropped_activation_never_resumes_and_its_callers_are_told() => _hosts.Scheduler.Run(async () =>
    {
        var running = Grain.Pass("1");
        await _hosts.Probe["1"].Entered;
        var waiting = Grain.CountUp();
        await _hosts.Scheduler.WhenIdle();
        _host.Drop<ITurnGrain>("a");
        _hosts.Probe["1"].Open();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting);
        Assert.Equal(1, await Grain.CountUp());
        Assert.Equal(["new", "begin 1", "new"], _hosts.Probe.Log);
    });

    [Fact]
    public void An_activation_can_be_dropped_after_each_of_its_turns() => _hosts.Scheduler.Run(async () =>
    {
        _hosts.Probe["1"].Open();
        var survived = 0;
        for (_fault.DropAfter = 1; survived == 0; _fault.DropAfter++)
        {
            _fault.Turns = 0;
            survived += await Survives(Grain.CountUp());
        }

        // One turn makes the instance, one begins the call, and one resumes after its await.
        Assert.Equal(4, _fault.DropAfter - 1);
    });

    [Fact]
    public void What_a_dropped_activation_asked_of_the_storage_is_done_all_the_same() => _hosts.Scheduler.Run(async () =>
    {
        var grain = _host.GetGrain<INoteGrain>("a");
        await grain.Text();
        _fault.Turns = 0;
        _fault.DropAfter = 1;
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Write("kept"));
        Assert.Equal("kept", await grain.Text());
    });

    [Fact]
    public void A_crash_runs_no_further_turn_and_answers_every_caller() => _hosts.Scheduler.Run(async () =>
    {
        var running = Grain.Pass("1");
        await _hosts.Probe["1"].Entered;
        _host.Crash();
        _hosts.Probe["1"].Open();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
        await Assert.ThrowsAsync<SiloUnavailableException>(Grain.CountUp);
        Assert.Equal(["new", "begin 1"], _hosts.Probe.Log);
    });

    private static async Task<int> Survives(Task call)
    {
        try
        {
            await call;
            return 1;
        }
        catch (SiloUnavailableException)
        {
            return 0;
        }
    }

    private sealed class OneFault : Faults
    {
        public IReadOnlyList<TimeSpan> Calls { get; set; } = AtOnce;

        public IReadOnlyList<TimeSpan> Answers { get; set; } = AtOnce;

        public OrleansException? Refusal { get; set; }

        public int DropAfter { get; set; }

        public int Turns { get; set; }

        public override IReadOnlyList<TimeSpan> Call(MethodInfo method) => Refusal is null ? Calls : throw Refusal;

        public override IReadOnlyList<TimeSpan> Answer(MethodInfo method) => Answers;

        public override bool DropsAfterTurn(GrainId grain) => ++Turns == DropAfter;
    }
}
