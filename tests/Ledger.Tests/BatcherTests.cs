using System.Diagnostics;

namespace ECommerce.Ledger.Tests;

public sealed class BatcherTests
{
    [Fact]
    public async Task Every_caller_gets_the_result_of_its_own_item()
    {
        await using var batcher = Doubling();
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(batcher.Add));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => 2 * i), results);
    }

    [Fact]
    public async Task After_a_time_without_items_the_next_one_is_flushed()
    {
        await using var batcher = Doubling();
        Assert.Equal(2, await batcher.Add(1));
        Assert.Equal(0, batcher.Count);
        Assert.Equal(4, await batcher.Add(2));
    }

    [Fact]
    public async Task A_flush_does_not_run_on_the_scheduler_of_the_caller()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        await using var batcher = new Batcher<int, TaskScheduler>(
            batch => Task.FromResult<IReadOnlyList<TaskScheduler>>([.. batch.Select(_ => TaskScheduler.Current)]), 10, 10);
        var used = await Task.Factory.StartNew(() => batcher.Add(1), default, TaskCreationOptions.None, scheduler).Unwrap();

        Assert.Same(TaskScheduler.Default, used);
    }

    [Fact]
    public async Task A_caller_that_is_slow_to_go_on_does_not_hold_up_the_next_flush()
    {
        using var goOn = new ManualResetEventSlim();
        await using var batcher = Doubling();
        var first = batcher.Add(1).ContinueWith(_ => goOn.Wait(), TaskContinuationOptions.ExecuteSynchronously);

        Assert.Equal(4, await batcher.Add(2));
        goOn.Set();
        await first;
    }

    [Fact]
    public async Task A_batch_whose_results_are_too_few_fails_and_the_next_one_does_not()
    {
        var calls = 0;
        await using var batcher = new Batcher<int, int>(batch => Task.FromResult<IReadOnlyList<int>>(calls++ == 0 ? [] : batch), 10, 10);

        await Assert.ThrowsAnyAsync<Exception>(() => batcher.Add(1));
        Assert.Equal(2, await batcher.Add(2));
    }

    [Fact]
    public async Task A_flush_is_in_the_trace_of_the_first_caller_whose_trace_is_recorded()
    {
        var seen = new List<string?>();
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using var batcher = new Batcher<int, int>(
            async batch =>
            {
                seen.Add(Activity.Current?.OperationName);
                begun.Release();
                await goOn.WaitAsync();
                return batch;
            },
            batch: 2,
            queue: 10);
        using var began = new Activity("began the loop").Start();
        var results = new List<Task<int>> { batcher.Add(1) };
        await begun.WaitAsync();
        results.Add(batcher.Add(2));
        using (new Activity("recorded") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start())
        {
            results.Add(batcher.Add(3));
            Activity.Current = null;
            results.Add(batcher.Add(4));
            results.Add(AddedBy("gone before the flush"));
            goOn.Release(3);
            await Task.WhenAll(results);
        }

        Task<int> AddedBy(string name)
        {
            using var caller = new Activity(name) { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
            return batcher.Add(5);
        }

        Assert.Equal(["began the loop", "recorded", null], seen);
    }

    private static Batcher<int, int> Doubling() => new(batch => Task.FromResult<IReadOnlyList<int>>([.. batch.Select(item => 2 * item)]), 10, 1_000);
}
