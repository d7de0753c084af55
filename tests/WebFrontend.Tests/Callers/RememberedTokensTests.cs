using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class RememberedTokensTests
{
    private static readonly SymmetricSecurityKey Key = NewKey();

    private readonly RememberingTokenHandler _handler = new(new JsonWebTokenHandler());

    [Fact]
    public async Task A_valid_token_that_comes_again_is_remembered_and_one_that_comes_once_is_not()
    {
        var token = Token("mina");

        var first = await _handler.ValidateTokenAsync(token, Accepting(Key));
        Assert.Equal(0, _handler.Count);
        var second = await _handler.ValidateTokenAsync(token, Accepting(Key));
        var third = await _handler.ValidateTokenAsync(token, Accepting(Key));

        Assert.True(first.IsValid);
        Assert.NotSame(first, second);
        Assert.Same(second, third);
    }

    [Fact]
    public async Task A_remembered_token_is_refused_after_its_end()
    {
        var token = await Remembered(Token("mina", TimeSpan.FromSeconds(3)), Accepting(Key));

        var result = await Eventually.Ask(
            () => _handler.ValidateTokenAsync(token, Accepting(Key)), answer => !answer.IsValid, TimeSpan.FromSeconds(60));

        Assert.IsType<SecurityTokenExpiredException>(result.Exception);
    }

    [Fact]
    public async Task A_remembered_token_is_checked_again_when_the_keys_of_its_issuer_change()
    {
        var issuer = new Issuer(Key);
        var token = await Remembered(Token("mina"), issuer.Accepting);

        issuer.Publish(NewKey());
        Assert.False((await _handler.ValidateTokenAsync(token, issuer.Accepting)).IsValid);

        issuer.Publish(Key);
        Assert.True((await _handler.ValidateTokenAsync(token, issuer.Accepting)).IsValid);
    }

    [Fact]
    public async Task A_refused_token_is_not_remembered_and_neither_is_one_that_looks_like_a_valid_one()
    {
        var token = Token("mina");
        Assert.False((await _handler.ValidateTokenAsync(token, Accepting(NewKey()))).IsValid);
        Assert.False((await _handler.ValidateTokenAsync(token, Accepting(NewKey()))).IsValid);
        Assert.Equal(0, _handler.Count);
        await Remembered(token, Accepting(Key));

        var forged = string.Join('.', [.. token.Split('.')[..2], Token("jun").Split('.')[2]]);
        Assert.False((await _handler.ValidateTokenAsync(forged, Accepting(Key))).IsValid);
        Assert.Equal(1, _handler.Count);
    }

    [Fact]
    public async Task No_more_is_remembered_than_the_bound_and_the_other_tokens_are_valid_all_the_same()
    {
        var handler = new RememberingTokenHandler(new JsonWebTokenHandler(), characters: 10_000);
        for (var i = 0; i < 500; i++)
        {
            var token = Token("user" + i);
            Assert.True((await handler.ValidateTokenAsync(token, Accepting(Key))).IsValid);
            Assert.True((await handler.ValidateTokenAsync(token, Accepting(Key))).IsValid);
        }

        Assert.InRange(handler.Count, 1, 10_000 / Token("user1").Length);
    }

    [Fact]
    public async Task Tokens_of_configured_keys_are_valid_while_the_issuer_cannot_be_reached_and_are_not_remembered()
    {
        var issuer = new Issuer(Key) { IsAway = true };
        var accepting = issuer.Accepting;
        (accepting.ValidIssuer, accepting.IssuerSigningKey) = ("shop", Key);

        var token = Token("mina");
        Assert.True((await _handler.ValidateTokenAsync(token, accepting)).IsValid);
        Assert.True((await _handler.ValidateTokenAsync(token, accepting)).IsValid);
        Assert.Equal(0, _handler.Count);
    }

    [Fact]
    public async Task A_token_that_ends_with_the_calendar_is_valid()
    {
        await Remembered(Token("mina", DateTime.MaxValue.AddDays(-1) - DateTime.UtcNow), Accepting(Key));
    }

    private async Task<string> Remembered(string token, TokenValidationParameters accepting)
    {
        Assert.True((await _handler.ValidateTokenAsync(token, accepting)).IsValid);
        Assert.True((await _handler.ValidateTokenAsync(token, accepting)).IsValid);
        Assert.Equal(1, _handler.Count);
        return token;
    }

    private static SymmetricSecurityKey NewKey() => new(RandomNumberGenerator.GetBytes(32));

    private static string Token(string user, TimeSpan? lifetime = null) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "shop",
        Audience = "shop",
        Claims = new Dictionary<string, object> { ["sub"] = user },
        Expires = DateTime.UtcNow + (lifetime ?? TimeSpan.FromHours(1)),
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
    });

    private static TokenValidationParameters Accepting(SecurityKey key) => new()
    {
        ValidIssuer = "shop",
        ValidAudience = "shop",
        IssuerSigningKey = key,
        ClockSkew = TimeSpan.Zero,
    };

    /// <summary>An identity provider that publishes its keys.</summary>
    private sealed class Issuer : BaseConfigurationManager
    {
        private OpenIdConnectConfiguration _published = new();

        public Issuer(SecurityKey key) => Publish(key);

        public TokenValidationParameters Accepting => new()
        {
            ValidAudience = "shop",
            ClockSkew = TimeSpan.Zero,
            ConfigurationManager = this,
        };

        public bool IsAway { get; init; }

        public void Publish(SecurityKey key)
        {
            _published = new OpenIdConnectConfiguration { Issuer = "shop" };
            _published.SigningKeys.Add(key);
        }

        public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => IsAway
            ? Task.FromException<BaseConfiguration>(new InvalidOperationException("The issuer is away."))
            : Task.FromResult<BaseConfiguration>(_published);

        public override void RequestRefresh()
        {
        }
    }
}
