using ECommerce.Simulation.Contract;

namespace ECommerce.Simulation.Tests;

public sealed class SchedulerTests
{
    [Fact]
    public void The_same_seed_gives_the_same_trace() => Assert.Equal(TraceOf(seed: 7), TraceOf(seed: 7));

    [Fact]
    public void Different_seeds_give_different_interleavings()
    {
        var traces = Enumerable.Range(0, 5).Select(TraceOf).ToArray();
        Assert.Equal(5, traces.Select(trace => string.Join('\n', trace)).Distinct().Count());
        Assert.All(traces, trace => Assert.Equal(traces[0].Order(), trace.Order()));
    }

    [Fact]
    public void The_clock_stands_still_while_a_step_is_ready_and_then_moves_to_the_next_timer()
    {
        var scheduler = new Scheduler(seed: 1);
        var log = new List<string>();
        scheduler.Run(() => Task.WhenAll(Wait("an hour", TimeSpan.FromHours(1)), Wait("a minute", TimeSpan.FromMinutes(1)), Work()));
        Assert.Equal(["work at 00:00:00", "a minute at 00:01:00", "an hour at 01:00:00"], log);

        async Task Wait(string what, TimeSpan time)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => new TaskCompletionSource().Task.WaitAsync(time, scheduler.Clock));
            log.Add($"{what} at {scheduler.Clock.Elapsed}");
        }

        async Task Work()
        {
            for (var turn = 0; turn < 100; turn++)
            {
                await Task.Yield();
            }

            log.Add($"work at {scheduler.Clock.Elapsed}");
        }
    }

    [Fact]
    public void A_timer_that_is_disposed_or_set_anew_does_not_tick_at_its_old_time()
    {
        var scheduler = new Scheduler(seed: 1);
        var log = new List<string>();
        var disposed = scheduler.Clock.StartTimer(TimeSpan.FromSeconds(1), "disposed", () => log.Add("disposed"));
        var later = scheduler.Clock.StartTimer(TimeSpan.FromSeconds(1), "later", () => log.Add($"later at {scheduler.Clock.Elapsed}"));
        disposed.Dispose();
        later.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        scheduler.Run(() => scheduler.Clock.Delay(TimeSpan.FromSeconds(5)));
        Assert.Equal(["later at 00:00:03"], log);
    }

    [Fact]
    public void A_story_that_waits_for_what_cannot_come_fails()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => new Scheduler(seed: 1).Run(() => new TaskCompletionSource().Task));
        Assert.StartsWith("Nothing is left to run", failure.Message);
    }

    [Fact]
    public void A_turn_that_another_thread_makes_ready_fails_the_run()
    {
        var scheduler = new Scheduler(seed: 1);
        var signal = new TaskCompletionSource();
        var failure = Assert.Throws<InvalidOperationException>(() => scheduler.Run(async () =>
        {
            scheduler.Post("signal", () => OnAnotherThread(signal.SetResult));
            await signal.Task;
        }));
        Assert.Contains("no seed can repeat", failure.Message);
    }

    [Fact]
    public void A_turn_does_not_see_the_synchronization_context_of_the_thread_that_runs_it()
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new DeafContext());
        try
        {
            new Scheduler(seed: 1).Run(async () => await Task.Yield());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private static IReadOnlyList<string> TraceOf(int seed)
    {
        var hosts = new TestHosts(seed);
        var host = hosts.NewHost();
        hosts.Scheduler.Run(() => Task.WhenAll("abc".Select(key => host.GetGrain<ITurnGrain>($"{key}").ResumesOnOwnThread("d"))));
        return hosts.Scheduler.Trace;
    }

    private static void OnAnotherThread(ThreadStart work)
    {
        var thread = new Thread(work);
        thread.Start();
        thread.Join();
    }

    private sealed class DeafContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
