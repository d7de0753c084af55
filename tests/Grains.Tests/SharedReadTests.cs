namespace ECommerce.Grains.Tests;

public sealed class SharedReadTests
{
    private readonly List<TaskCompletionSource<int>> _reads = [];
    private readonly SharedRead<int> _shared;

    public SharedReadTests() => _shared = new SharedRead<int>(() =>
    {
        _reads.Add(new TaskCompletionSource<int>());
        return _reads[^1].Task;
    });

    [Fact]
    public async Task Nobody_gets_what_was_read_before_they_asked()
    {
        var first = _shared.Get();
        var second = _shared.Get();
        _reads[0].SetResult(1);
        Assert.Equal(1, await first);
        Assert.False(second.IsCompleted);
        _reads[1].SetResult(2);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task A_thousand_who_ask_during_a_read_share_the_next()
    {
        var first = _shared.Get();
        var others = Enumerable.Range(0, 1_000).Select(_ => _shared.Get()).ToList();
        _reads[0].SetResult(1);
        await first;
        _reads[1].SetResult(2);
        Assert.All(await Task.WhenAll(others), read => Assert.Equal(2, read));
        Assert.Equal(2, _reads.Count);
    }

    [Fact]
    public async Task A_failed_read_fails_only_those_who_share_it()
    {
        var first = _shared.Get();
        var second = _shared.Get();
        _reads[0].SetException(new LedgerUnavailableException("The database is away."));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);
        _reads[1].SetResult(2);
        Assert.Equal(2, await second);
        var third = _shared.Get();
        _reads[2].SetResult(3);
        Assert.Equal(3, await third);
    }
}
