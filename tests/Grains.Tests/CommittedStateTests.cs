using Microsoft.Extensions.Time.Testing;

namespace ECommerce.Grains.Tests;

public sealed class CommittedStateTests
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly CommittedState _state;
    private Func<Task> _read = () => Task.CompletedTask;
    private int _reads;
    private int _stock;

    public CommittedStateTests() => _state = new CommittedState(_clock, Freshness, async () =>
    {
        _reads++;
        await _read();
        _stock = 10;
    });

    [Fact]
    public async Task It_is_read_before_the_first_decision() => Assert.Equal(10, await Accept());

    [Theory]
    [InlineData(999, 1)]
    [InlineData(1_000, 2)]
    public async Task A_refusal_rests_on_state_that_is_younger_than_its_bound(int milliseconds, int reads)
    {
        await Refuse();
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        await Refuse();
        Assert.Equal(reads, _reads);
    }

    [Fact]
    public async Task An_acceptance_rests_on_state_of_any_age_unless_the_ledger_is_known_to_have_changed()
    {
        await Accept();
        _clock.Advance(TimeSpan.FromDays(1));
        await Accept();
        Assert.Equal(1, _reads);
        _state.Invalidate();
        await Accept();
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task All_who_ask_during_a_read_share_it()
    {
        var reading = Reads();
        var answers = Enumerable.Range(0, 100).Select(_ => Refuse()).ToList();
        reading.SetResult();
        Assert.All(await Task.WhenAll(answers), stock => Assert.Equal(10, stock));
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task State_that_was_read_for_a_request_answers_it_though_it_is_outdated_by_then()
    {
        _read = () =>
        {
            if (_reads < 100)
            {
                _state.Invalidate();
            }

            return Task.CompletedTask;
        };
        await Refuse();
        Assert.Equal(1, _reads);
        await Accept();
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task A_change_that_comes_during_a_read_is_made_on_what_was_read_and_before_anybody_decides()
    {
        var reading = Reads();
        var answer = Accept();
        _state.Change(() => _stock -= 3);
        reading.SetResult();
        Assert.Equal(7, await answer);
        _state.Change(() => _stock -= 3);
        Assert.Equal(4, await Accept());
    }

    [Fact]
    public async Task A_failed_read_fails_those_who_wait_for_it_and_the_next_request_reads_again()
    {
        _read = GatedLedger.Down;
        await Assert.ThrowsAsync<LedgerUnavailableException>(Accept);
        _read = GatedLedger.Nothing;
        Assert.Equal(10, await Accept());
    }

    private Task<int> Accept() => _state.Decide(() => (NeedsFreshState: false, _stock));

    private Task<int> Refuse() => _state.Decide(() => (NeedsFreshState: true, _stock));

    /// <summary>The next read goes on where the test completes it, so that everything happens on the test's thread.</summary>
    private TaskCompletionSource Reads()
    {
        var reading = new TaskCompletionSource();
        _read = () => reading.Task;
        return reading;
    }
}
