using Xunit;

namespace ECommerce.Simulation.Contract;

public abstract class FailureContract(IRuntimeFixture runtime) : RuntimeContract(runtime)
{
    [Fact]
    public Task What_a_method_throws_at_once_reaches_the_caller_with_its_type_and_message() => Run(async () =>
    {
        var failure = await Assert.ThrowsAsync<UnluckyException>(() => Turns("a").Fail("so it goes"));
        Assert.Equal("so it goes", failure.Message);
    });

    [Fact]
    public Task What_a_method_throws_after_an_await_reaches_the_caller_with_its_type_and_message() => Run(async () =>
    {
        var failure = await Assert.ThrowsAsync<UnluckyException>(() => Turns("a").FailLater("later"));
        Assert.Equal("later", failure.Message);
    });

    [Fact]
    public Task A_grain_that_failed_serves_on_with_the_same_instance() => Run(async () =>
    {
        var before = await Turns("a").Instance();
        await Assert.ThrowsAsync<UnluckyException>(() => Turns("a").Fail("once"));
        Assert.Equal(before, await Turns("a").Instance());
    });
}
