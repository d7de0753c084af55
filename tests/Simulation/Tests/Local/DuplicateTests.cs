using ECommerce.EngineTests.Contract;
using Orleans.Storage;

namespace ECommerce.EngineTests.Local;

/// <summary>Two engines over the same services: two activations of one grain, as a cluster may have for a while.</summary>
public sealed class DuplicateTests : IAsyncDisposable
{
    private readonly Simulation _simulation = new();
    private readonly Engine _other;

    public DuplicateTests() => _other = _simulation.NewEngine();

    public ValueTask DisposeAsync()
    {
        _other.Dispose();
        return _simulation.DisposeAsync();
    }

    [Fact]
    public void Two_engines_have_an_activation_each() =>
        Assert.NotEqual(Run(Here("a").Instance), Run(There("a").Instance));

    [Fact]
    public void The_one_that_writes_on_an_old_version_fails_and_its_activation_is_replaced()
    {
        var before = Run(Here("a").Instance);
        _simulation.Run(() => There("a").Write("theirs"));
        Assert.Throws<InconsistentStateException>(() => _simulation.Run(() => Here("a").Write("ours")));

        Assert.NotEqual(before, Run(Here("a").Instance));
        Assert.Equal("theirs", Run(Here("a").ReadOnActivation));
        _simulation.Run(() => Here("a").Write("ours"));
    }

    [Fact]
    public void A_caller_through_which_that_failure_passes_keeps_its_activation()
    {
        Run(Here("a").Instance);
        var caller = Run(Here("caller").Instance);
        _simulation.Run(() => There("a").Write("theirs"));
        Assert.Throws<InconsistentStateException>(() => _simulation.Run(() => Here("caller").WriteThroughAnother("a", "ours")));
        Assert.Equal(caller, Run(Here("caller").Instance));
    }

    private T Run<T>(Func<Task<T>> call) => _simulation.Run(call);

    private INoteGrain Here(string key) => _simulation.Engine.GetGrain<INoteGrain>(key);

    private INoteGrain There(string key) => _other.GetGrain<INoteGrain>(key);
}
