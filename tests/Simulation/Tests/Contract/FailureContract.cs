namespace ECommerce.EngineTests.Contract;

public abstract class FailureContract(IEngineFixture engine) : EngineContract(engine)
{
    [Fact]
    public async Task What_a_method_throws_at_once_reaches_the_caller_with_its_type_and_message()
    {
        var failure = await Assert.ThrowsAsync<UnluckyException>(() => Turns("a").Fail("so it goes"));
        Assert.Equal("so it goes", failure.Message);
    }

    [Fact]
    public async Task What_a_method_throws_after_an_await_reaches_the_caller_with_its_stack()
    {
        var failure = await Assert.ThrowsAsync<UnluckyException>(() => Turns("a").FailLater("later"));
        Assert.Contains(nameof(TurnGrain.FailLater), failure.StackTrace);
    }

    [Fact]
    public async Task A_grain_that_failed_serves_on_with_the_same_instance()
    {
        var before = await Turns("a").Instance();
        await Assert.ThrowsAsync<UnluckyException>(() => Turns("a").Fail("once"));
        Assert.Equal(before, await Turns("a").Instance());
    }

    [Fact]
    public async Task A_failed_activation_fails_what_waits_for_it_and_the_next_call_tries_afresh()
    {
        var first = Fragile("a").Hello();
        await Probe["fragile"].Entered;
        var second = Fragile("a").Hello();
        await ArrivalAsync();
        Probe["fragile"].Open();
        await Assert.ThrowsAnyAsync<Exception>(() => first);
        await Assert.ThrowsAnyAsync<Exception>(() => second);
        Assert.Equal("hello", await Fragile("a").Hello());
    }
}
