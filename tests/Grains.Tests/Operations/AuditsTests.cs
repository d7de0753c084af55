namespace ECommerce.Grains.Tests.Operations;

public sealed class AuditsTests
{
    private static readonly AuditMark Mark = new(1, 2, 3, 4);
    private static readonly AuditView View = new(true, []);

    private readonly List<TaskCompletionSource<AuditMark?>> _begins = [.. Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource<AuditMark?>())];
    private readonly List<TaskCompletionSource<AuditView>> _ends = [.. Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource<AuditView>())];
    private readonly Audits _audits;
    private int _begun;

    public AuditsTests() => _audits = new Audits(since =>
    {
        _begins[_begun].SetResult(since);
        return _ends[_begun++].Task;
    });

    [Fact]
    public async Task A_thousand_who_ask_during_an_audit_share_the_next()
    {
        var first = _audits.Get(null);
        var others = Enumerable.Range(0, 1_000).Select(_ => _audits.Get(null)).ToList();
        Assert.Equal(1, _begun);

        _ends[0].SetResult(View);
        Assert.Same(View, await first);
        var next = new AuditView(false, []);
        _ends[1].SetResult(next);
        Assert.All(await Task.WhenAll(others), other => Assert.Same(next, other));
        Assert.Equal(2, _begun);
    }

    [Fact]
    public async Task Audits_since_marks_wait_for_each_other_and_for_the_whole()
    {
        _ = _audits.Get(null);
        var since = _audits.Get(Mark);
        var later = _audits.Get(Mark with { Entry = 2 });
        Assert.Same(since, _audits.Get(Mark with { }));
        Assert.Equal(1, _begun);

        _ends[0].SetResult(View);
        Assert.Equal(Mark, await _begins[1].Task);
        Assert.False(_begins[2].Task.IsCompleted);
        _ends[1].SetResult(View);
        _ends[2].SetResult(View);
        await Task.WhenAll(since, later);
        Assert.Equal(3, _begun);
    }

    [Fact]
    public async Task A_failed_audit_fails_only_those_who_share_it()
    {
        var first = _audits.Get(null);
        var second = _audits.Get(null);
        _ends[0].SetException(new LedgerUnavailableException("The database is away."));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);

        _ends[1].SetResult(View);
        Assert.Same(View, await second);
    }

    [Fact]
    public async Task Only_so_many_audits_wait()
    {
        _ = _audits.Get(null);
        for (var i = 0; i < Audits.MaximumWaiting; i++)
        {
            _ = _audits.Get(Mark with { Line = i });
        }

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => _audits.Get(null));
        _ends[0].SetResult(View);
        await _begins[1].Task;
        Assert.False(_audits.Get(null).IsCompleted);
    }
}
