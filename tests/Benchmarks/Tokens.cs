using System.Text;
using ECommerce.WebFrontend;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.Benchmarks;

/// <summary>The check of a token: of a user who calls for the first time, and of one who is remembered.</summary>
[MemoryDiagnoser]
public class Tokens
{
    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes("the key of the benchmarks, known to everybody"));

    private readonly RememberingTokenHandler _handler = new(new CallerTokenHandler(new RoleClaim("role")));
    private readonly TokenValidationParameters _parameters = new() { IssuerSigningKey = Key, ValidIssuer = "benchmarks", ValidAudience = "shop" };
    private readonly string[] _tokens = [.. Enumerable.Range(0, 100_000).Select(i => Token("user-" + i))];
    private int _next;

    [GlobalSetup]
    public async Task Prepare()
    {
        await _handler.ValidateTokenAsync(_tokens[0], _parameters);
        await _handler.ValidateTokenAsync(_tokens[0], _parameters);
    }

    [Benchmark]
    public Task<TokenValidationResult> New() => _handler.ValidateTokenAsync(_tokens[++_next % _tokens.Length], _parameters);

    [Benchmark]
    public Task<TokenValidationResult> Remembered() => _handler.ValidateTokenAsync(_tokens[0], _parameters);

    private static string Token(string user) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "benchmarks",
        Audience = "shop",
        Claims = new Dictionary<string, object> { ["sub"] = user },
        Expires = DateTime.UtcNow.AddHours(1),
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
    });
}
