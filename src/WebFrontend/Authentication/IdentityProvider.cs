using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend;

/// <summary>
/// What an identity provider publishes: its name and its keys. It is read when the first token comes, again in the background when it is
/// old, and when a token is signed with a key that is not known, at most once in <see cref="RefreshAge"/>. The framework's own manager lets the
/// first token of a new key fail, waits a minute for a provider that hangs, and goes on accepting withdrawn keys for an hour.
/// </summary>
/// <param name="read">Reads what is published now.</param>
internal sealed partial class IdentityProvider(
    Func<CancellationToken, Task<OpenIdConnectConfiguration>> read, TimeProvider clock, ILogger<IdentityProvider> logger)
    : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>
{
    /// <summary>How old the keys get; a key that was withdrawn is refused after this time.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(10);

    /// <summary>How often unknown keys make it read again: whoever makes up keys must not reach the provider more often.</summary>
    public static readonly TimeSpan RefreshAge = TimeSpan.FromSeconds(5);

    /// <summary>How often a provider that is away is tried.</summary>
    public static readonly TimeSpan RetryAge = TimeSpan.FromSeconds(1);

    /// <summary>How long the provider may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private Task<BaseConfiguration>? _published;
    private Task<BaseConfiguration>? _reading;
    private long _readAt;
    private long? _refreshedAt;

    /// <summary>True when the last attempt to read failed, or brought no keys.</summary>
    public bool IsAway { get; private set; }

    /// <summary>
    /// What was read last. Only the first callers wait; once an attempt has failed, the others fail at once until a later one has succeeded.
    /// </summary>
    public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            var age = clock.GetElapsedTime(_readAt);
            if (_published is null && !IsAway)
            {
                return Read();
            }

            if (age >= (IsAway ? RetryAge : MaximumAge))
            {
                Read();
            }

            return _published ?? Task.FromException<BaseConfiguration>(new ProviderAwayException());
        }
    }

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) =>
        (OpenIdConnectConfiguration)await GetBaseConfigurationAsync(cancel);

    /// <summary>Reads again because a key is not known, unless that was done a moment ago. True when something was read.</summary>
    public async Task<bool> Refresh()
    {
        Task<BaseConfiguration> reading;
        lock (_lock)
        {
            if (_reading is null && _refreshedAt is { } last && clock.GetElapsedTime(last) < RefreshAge)
            {
                return false;
            }

            _refreshedAt = clock.GetTimestamp();
            reading = Read();
        }

        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reading.IsCompletedSuccessfully;
    }

    /// <summary>Does nothing: who meets an unknown key calls <see cref="Refresh"/> and waits for it.</summary>
    public override void RequestRefresh()
    {
    }

    /// <summary>Starts to read, or joins those who wait already. Called under the lock.</summary>
    private Task<BaseConfiguration> Read()
    {
        if (_reading is null)
        {
            _readAt = clock.GetTimestamp();
            _reading = Task.Run(ReadOnce);
        }

        return _reading;
    }

    private async Task<BaseConfiguration> ReadOnce()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            BaseConfiguration published = await read(patience.Token).WaitAsync(patience.Token);
            if (published.SigningKeys.Count == 0)
            {
                throw new InvalidOperationException("It publishes no keys.");
            }

            lock (_lock)
            {
                (_published, IsAway, _reading) = (Task.FromResult(published), false, null);
            }

            return published;
        }
        catch (Exception exception)
        {
            // Whatever it is, tokens cannot be checked with it. An outage is logged once.
            if (!IsAway)
            {
                LogAway(exception.Message);
            }

            lock (_lock)
            {
                (IsAway, _reading) = (true, null);
            }

            throw new ProviderAwayException(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The identity provider cannot be read: {Reason}")]
    private partial void LogAway(string reason);
}

/// <summary>An identity provider cannot be reached, so it is not known whether a token is good.</summary>
internal sealed class ProviderAwayException(Exception? inner = null) : Exception("The identity provider cannot be reached.", inner);
