using Microsoft.Extensions.Time.Testing;

namespace ECommerce.WebFrontend.Tests.Overload;

public sealed class GateTests
{
    private const int Room = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _clock = new();
    private readonly Gate _gate;

    public GateTests() => _gate = new(new(least: 2, most: 2, aim: Patience), Patience, Room, _clock);

    [Fact]
    public async Task Who_comes_first_is_let_in_first_and_who_leaves_makes_room_for_one()
    {
        Assert.True(await Enter());
        Assert.True(await Enter());
        var (third, fourth) = (Enter(), Enter());
        Assert.False(third.IsCompleted);

        _gate.Leave();

        Assert.True(await third);
        Assert.False(fourth.IsCompleted);
    }

    [Fact]
    public async Task In_a_burst_a_call_waits_for_as_long_as_its_patience_and_is_then_refused()
    {
        Fill();
        var waiting = Enter();

        Pass(Patience - Tick);
        Assert.False(waiting.IsCompleted);
        Pass(2 * Tick);

        Assert.False(await waiting);
    }

    [Fact]
    public async Task When_others_waited_in_vain_a_call_waits_for_a_fifth_of_its_patience_until_that_is_over()
    {
        Fill();
        var first = Enter();
        Pass(Patience + Tick);
        Assert.False(await first);

        var late = Enter();
        Pass(Patience / 5);
        Assert.False(late.IsCompleted);
        Pass(Tick);
        Assert.False(await late);

        Pass(Patience);
        var later = Enter();
        Pass(Patience);
        Assert.False(later.IsCompleted);
    }

    [Fact]
    public async Task When_others_waited_in_vain_no_more_wait_than_can_be_let_in_before_they_must_go()
    {
        Fill();
        var inVain = Enter();
        Pass(Patience + Tick);
        Assert.False(await inVain);

        // Fifteen answers in half a second, which are three in a fifth of the patience.
        for (var tick = 0; tick < 5; tick++)
        {
            for (var call = 0; call < 3; call++)
            {
                _gate.Leave();
                Assert.True(await Enter());
            }

            Pass(Tick);
        }

        var late = Enumerable.Range(0, 10).Select(_ => Enter()).ToList();

        Assert.Equal(3, late.Count(call => !call.IsCompleted));
        Assert.All(late.Where(call => call.IsCompleted), call => Assert.False(call.Result));
    }

    [Fact]
    public async Task Who_finds_the_queue_full_is_refused_at_once()
    {
        Fill();
        for (var i = 0; i < Room; i++)
        {
            Assert.False(Enter().IsCompleted);
        }

        var last = Enter();

        Assert.True(last.IsCompleted);
        Assert.False(await last);
    }

    [Fact]
    public async Task Who_waited_too_long_for_a_thread_is_refused_though_there_is_room()
    {
        Assert.False(await _gate.Enter(Patience + Tick));
        Assert.True(await _gate.Enter(Patience));
    }

    private Task<bool> Enter() => _gate.Enter(TimeSpan.Zero).AsTask();

    private void Fill() => Assert.All(new[] { Enter(), Enter() }, entered => Assert.True(entered.IsCompletedSuccessfully && entered.Result));

    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Tick)
        {
            _clock.Advance(Tick);
            _gate.Review(Tick);
        }
    }
}
