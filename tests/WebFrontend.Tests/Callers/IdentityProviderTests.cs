using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class IdentityProviderTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly IdentityProvider _provider;
    private Func<Task<OpenIdConnectConfiguration>> _answer = () => Task.FromResult(Published());
    private int _reads;

    public IdentityProviderTests() => _provider = new(
        _ =>
        {
            Interlocked.Increment(ref _reads);
            return _answer();
        },
        _clock, NullLogger<IdentityProvider>.Instance);

    [Fact]
    public async Task It_is_read_once_for_all_who_call_at_the_same_time_and_is_kept()
    {
        var gate = new TaskCompletionSource<OpenIdConnectConfiguration>();
        _answer = () => gate.Task;

        var calls = Enumerable.Range(0, 100).Select(_ => Get()).ToList();
        gate.SetResult(Published());

        Assert.Single((await Task.WhenAll(calls)).Distinct());
        Assert.Same(await Get(), await Get());
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task What_is_old_is_served_on_while_it_is_read_again()
    {
        var first = await Get();
        _clock.Advance(IdentityProvider.MaximumAge);

        Assert.Same(first, await Get());
        Assert.NotSame(first, await Eventually.Ask(Get, read => read != first, TimeSpan.FromSeconds(10)));
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task Unknown_keys_make_it_read_again_at_most_once_in_a_while()
    {
        var first = await Get();

        Assert.True(await _provider.Refresh());
        Assert.NotSame(first, await Get());
        for (var i = 0; i < 100; i++)
        {
            Assert.False(await _provider.Refresh());
        }

        Assert.Equal(2, _reads);
        _clock.Advance(IdentityProvider.RefreshAge);
        Assert.True(await _provider.Refresh());
        Assert.Equal(3, _reads);
    }

    [Fact]
    public async Task While_it_is_away_callers_are_told_so_at_once_and_it_is_tried_once_in_a_while()
    {
        _answer = () => Task.FromException<OpenIdConnectConfiguration>(new HttpRequestException("refused"));
        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAsync<ProviderAwayException>(Get);
        }

        Assert.Equal((1, true), (_reads, _provider.IsAway));
        _answer = () => Task.FromResult(Published());
        _clock.Advance(IdentityProvider.RetryAge);
        await Eventually.Holds(Get, TimeSpan.FromSeconds(10));
        Assert.Equal((2, false), (_reads, _provider.IsAway));
    }

    [Fact]
    public async Task One_that_does_not_answer_is_away_after_a_few_seconds()
    {
        _answer = () => new TaskCompletionSource<OpenIdConnectConfiguration>().Task;

        await Assert.ThrowsAsync<ProviderAwayException>(Get).WaitAsync(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<ProviderAwayException>(Get).WaitAsync(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task One_that_publishes_no_keys_is_away()
    {
        _answer = () => Task.FromResult(new OpenIdConnectConfiguration());

        await Assert.ThrowsAsync<ProviderAwayException>(Get);
    }

    [Fact]
    public async Task What_was_read_before_is_kept_while_it_is_away()
    {
        var first = await Get();
        _answer = () => Task.FromException<OpenIdConnectConfiguration>(new HttpRequestException("refused"));

        Assert.False(await _provider.Refresh());

        Assert.True(_provider.IsAway);
        Assert.Same(first, await Get());
    }

    private static OpenIdConnectConfiguration Published() => new() { SigningKeys = { new SymmetricSecurityKey(new byte[32]) } };

    private async Task<object> Get() => await _provider.GetBaseConfigurationAsync(CancellationToken.None);
}
