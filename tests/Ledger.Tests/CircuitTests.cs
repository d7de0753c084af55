using Microsoft.Extensions.Time.Testing;

namespace ECommerce.Ledger.Tests;

public sealed class CircuitTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource<int> _call = new();
    private readonly Circuit _circuit;
    private Func<Task> _answer = () => Task.CompletedTask;
    private Func<HashSet<int>?> _sessions = () => null;
    private int _questions;
    private int _questionsWhenOpened;
    private int _renewed;

    public CircuitTests() => _circuit = new(
        async () =>
        {
            Interlocked.Increment(ref _questions);
            await _answer();
            return _sessions();
        },
        () => (_questionsWhenOpened, _renewed) = (_questions, _renewed + 1),
        _time);

    public void Dispose() => _circuit.Dispose();

    [Fact]
    public async Task A_call_that_is_quick_asks_nothing()
    {
        _call.SetResult(7);

        Assert.Equal(7, await Run());
        Assert.Equal(0, _questions);
    }

    [Fact]
    public async Task A_call_that_is_slow_is_waited_for_while_the_database_answers()
    {
        var running = Run();
        await Passes(() => _questions == 5);
        _call.SetResult(7);

        Assert.Equal(7, await running);
        Assert.Equal(0, _questionsWhenOpened);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_is_given_up_when_the_database_does_not_answer_and_the_next_are_refused_until_it_does(bool isReached)
    {
        _answer = isReached ? () => new TaskCompletionSource().Task : () => Task.FromException(new LedgerUnavailableException("No route."));
        var calls = Enumerable.Range(0, 20).Select(_ => Run()).ToList();
        await Passes(() => calls.TrueForAll(call => call.IsCompleted));

        Assert.All(calls, call => Assert.IsType<LedgerUncertainException>(call.Exception!.InnerException));
        Assert.Equal(1, _questionsWhenOpened);
        _call.SetResult(7);
        await Assert.ThrowsAsync<LedgerUnavailableException>(Run);

        _answer = () => Task.CompletedTask;
        Task<int>? again = null;
        await Passes(() => (again = Run()).IsCompletedSuccessfully);
        Assert.Equal(7, await again!);
    }

    [Fact]
    public async Task An_answer_that_a_process_without_a_processor_for_seconds_sees_late_is_an_answer()
    {
        var answered = new TaskCompletionSource();
        _answer = () => answered.Task;
        var running = Run();
        await Passes(() => _questions == 1);

        _time.Advance(TimeSpan.FromSeconds(5));
        for (var step = 0; step < 3; step++)
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        answered.SetResult();
        await Passes(() => _questions == 3);
        _call.SetResult(7);

        Assert.Equal(7, await running);
        Assert.Equal(0, _questionsWhenOpened);
    }

    [Fact]
    public async Task A_call_that_ends_while_the_database_is_asked_has_its_own_outcome()
    {
        _answer = () =>
        {
            _call.TrySetResult(7);
            return new TaskCompletionSource().Task;
        };
        var running = Run();
        await Passes(() => running.IsCompleted);

        Assert.Equal(7, await running);
    }

    [Fact]
    public async Task Whoever_knows_that_the_database_takes_nothing_opens_the_circuit_and_it_closes_by_itself()
    {
        _call.SetResult(7);
        _circuit.Open("It is locked.");

        Assert.Equal("It is locked.", (await Assert.ThrowsAsync<LedgerUnavailableException>(Run)).Message);
        Task<int>? again = null;
        await Passes(() => (again = Run()).IsCompletedSuccessfully);
        Assert.Equal(7, await again!);
    }

    [Fact]
    public async Task A_call_whose_session_the_database_has_not_is_given_up_and_the_connections_are_made_anew_once()
    {
        _sessions = () => [1, 2];
        var lost = Enumerable.Range(0, 20).Select(_ => Run(attempt => attempt.Uses(3))).ToList();
        var known = Run(attempt => attempt.Uses(2));
        await Passes(() => lost.TrueForAll(call => call.IsCompleted));

        Assert.All(lost, call => Assert.IsType<LedgerUncertainException>(call.Exception!.InnerException));
        Assert.False(known.IsCompleted);
        Assert.False(_circuit.IsOpen);
        Assert.Equal(1, _renewed);
        _call.SetResult(7);
        Assert.Equal(7, await known);
    }

    [Fact]
    public async Task Who_waits_for_a_connection_of_those_that_are_made_anew_is_given_up_and_who_waits_for_others_is_not()
    {
        _sessions = () => [1];
        var before = Run(attempt => attempt.Connects());
        var usesNone = Run(_ => { });
        var lost = Run(attempt => attempt.Uses(3));
        await Passes(() => lost.IsCompleted && before.IsCompleted);

        var after = Run(attempt => attempt.Connects());
        var questions = _questions;
        await Passes(() => _questions >= questions + 3);

        Assert.IsType<LedgerUncertainException>(before.Exception!.InnerException);
        Assert.False(after.IsCompleted);
        Assert.False(usesNone.IsCompleted);
    }

    [Fact]
    public async Task Of_a_session_that_began_after_the_question_nothing_is_known_yet()
    {
        var answered = new TaskCompletionSource();
        _sessions = () => [1];
        _answer = () => answered.Task;
        Attempt? attempt = null;
        var running = Run(begun => (attempt = begun).Uses(1));
        await Passes(() => _questions == 1);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        attempt!.Uses(2);
        _sessions = () => _questions == 1 ? [1] : [1, 2];
        answered.SetResult();
        await Passes(() => _questions == 5);
        _call.SetResult(7);

        Assert.Equal(7, await running);
    }

    private Task<int> Run(Action<Attempt> connects) => _circuit.Run(
        attempt =>
        {
            connects(attempt);
            return _call.Task;
        },
        reason => new LedgerUncertainException(reason));

    private Task<int> Run() => _circuit.Run(_ => _call.Task, reason => new LedgerUncertainException(reason));

    // Lets time pass until it has happened: what waits for a timer goes on by itself, and may set the next one.
    private async Task Passes(Func<bool> happened)
    {
        for (var step = 0; !happened(); step++)
        {
            Assert.True(step < 100_000, "It does not happen.");
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
    }
}
