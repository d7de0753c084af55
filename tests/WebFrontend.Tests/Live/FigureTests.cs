namespace ECommerce.WebFrontend.Tests.Live;

public sealed class FigureTests
{
    private readonly List<TaskCompletionSource<string>> _reads = [];
    private readonly Figure<string> _figure;

    public FigureTests() => _figure = new Figure<string>(() =>
    {
        _reads.Add(new TaskCompletionSource<string>());
        return _reads[^1].Task;
    });

    [Fact]
    public async Task A_slow_read_is_not_begun_again_before_it_has_answered()
    {
        var slow = _figure.Read();
        Assert.Null(await _figure.Read());
        Assert.Null(await _figure.Read());
        Assert.Single(_reads);

        _reads[0].SetResult("first");
        Assert.Equal("first", await slow);
        var next = _figure.Read();
        _reads[1].SetResult("next");
        Assert.Equal("next", await next);
    }

    [Fact]
    public async Task What_cannot_be_read_is_absent_and_read_again()
    {
        var failing = _figure.Read();
        _reads[0].SetException(new TimeoutException());
        Assert.Null(await failing);

        var next = _figure.Read();
        _reads[1].SetResult("next");
        Assert.Equal("next", await next);
    }
}
