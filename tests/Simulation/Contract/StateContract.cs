using Orleans.Storage;
using Xunit;

namespace ECommerce.Simulation.Contract;

public abstract class StateContract(IRuntimeFixture runtime) : RuntimeContract(runtime)
{
    [Fact]
    public Task State_that_was_never_written_is_new() => Run(async () => Assert.Equal("", await Notes("a").Text()));

    [Fact]
    public Task State_is_read_before_the_first_call() => Run(async () =>
    {
        await Notes("a").Write("kept");
        await Notes("a").DeactivateWhenIdle();
        Assert.Equal("kept", await Notes("a").Text());
    });

    [Fact]
    public Task State_outlives_the_runtime() => Run(async () =>
    {
        await Notes("a").Write("kept");
        await RestartAsync();
        Assert.Equal("kept", await Notes("a").Text());
    });

    [Fact]
    public Task Each_grain_has_its_own_state() => Run(async () =>
    {
        await Notes("a").Write("kept");
        Assert.Equal("", await Notes("b").Text());
    });

    [Fact]
    public Task A_failed_read_fails_the_call_and_the_next_call_reads_again() => Run(async () =>
    {
        await WriteBehindAsync("a", "kept");
        FailNextRead();
        await Assert.ThrowsAnyAsync<Exception>(() => Notes("a").Text());
        Assert.Equal("kept", await Notes("a").Text());
    });

    [Fact]
    public Task What_another_process_wrote_is_seen_when_the_grain_reads_again() => Run(async () =>
    {
        await Notes("a").Write("ours");
        await WriteBehindAsync("a", "theirs");
        Assert.Equal("ours", await Notes("a").Text());
        Assert.Equal("theirs", await Notes("a").ReadAgain());
        await Notes("a").Write("ours again");
    });

    [Fact]
    public Task A_write_on_an_old_version_fails_and_its_activation_is_replaced() => Run(async () =>
    {
        var before = await Notes("a").Instance();
        await WriteBehindAsync("a", "theirs");
        await Assert.ThrowsAsync<InconsistentStateException>(() => Notes("a").Write("ours"));

        Assert.NotEqual(before, await Notes("a").Instance());
        Assert.Equal("theirs", await Notes("a").Text());
        await Notes("a").Write("ours");
    });

    [Fact]
    public Task A_caller_through_which_that_failure_passes_keeps_its_activation() => Run(async () =>
    {
        var caller = await Notes("caller").Instance();
        await Notes("a").Text();
        await WriteBehindAsync("a", "theirs");
        await Assert.ThrowsAsync<InconsistentStateException>(() => Notes("caller").WriteThroughAnother(Own("a"), "ours"));
        Assert.Equal(caller, await Notes("caller").Instance());
    });
}
