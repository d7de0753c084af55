namespace ECommerce.EngineTests.Contract;

public abstract class StateContract(IEngineFixture engine) : EngineContract(engine)
{
    [Fact]
    public async Task State_is_new_until_it_is_written()
    {
        Assert.Equal("", await Notes("a").ReadOnActivation());
        Assert.False(await Notes("a").Exists());
        await Notes("a").Write("kept");
        Assert.True(await Notes("a").Exists());
    }

    [Fact]
    public async Task State_is_read_before_activation()
    {
        await Notes("a").Write("kept");
        await Notes("a").DeactivateWhenIdle();
        Assert.Equal("kept", await Notes("a").ReadOnActivation());
    }

    [Fact]
    public async Task State_outlives_the_engine()
    {
        await Notes("a").Write("kept");
        await RestartAsync();
        Assert.Equal("kept", await Notes("a").ReadOnActivation());
    }

    [Fact]
    public async Task Each_grain_has_its_own_state()
    {
        await Notes("a").Write("kept");
        Assert.False(await Notes("b").Exists());
    }

    [Fact]
    public async Task Cleared_state_is_gone()
    {
        await Notes("a").Write("kept");
        await Notes("a").Clear();
        Assert.False(await Notes("a").Exists());
        await Notes("a").DeactivateWhenIdle();
        Assert.Equal("", await Notes("a").ReadOnActivation());
    }
}
