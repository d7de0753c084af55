using System.Collections.Concurrent;
using System.Net.Http;

namespace ECommerce.Testing;

/// <summary>A shop as its callers see it: one process or a fleet of them, asked in turn.</summary>
public sealed class Shop
{
    private volatile IReadOnlyList<HttpClient> _fleet;
    private readonly Func<string, bool, Task<string>> _token;
    private readonly ConcurrentDictionary<(string User, bool Admin), Task<string>> _tokens = new();
    private int _turn;

    /// <param name="fleet">The processes.</param>
    /// <param name="signed">True: tokens signed here; false: tokens asked for at POST /dev/tokens.</param>
    public Shop(IReadOnlyList<HttpClient> fleet, bool signed = false)
    {
        _fleet = fleet;
        Anonymous = new Caller(this, "", null);
        _token = signed ? (user, admin) => Task.FromResult(SignedToken.For(user, admin)) : DevToken;
    }

    /// <summary>Somebody without a token.</summary>
    public Caller Anonymous { get; }

    /// <summary>Somebody without a token, at each of the processes.</summary>
    public IReadOnlyList<Caller> AnonymousAtEach => [.. _fleet.Select(process => new Shop([process]).Anonymous)];

    /// <summary>Whose turn it is.</summary>
    internal HttpClient Next
    {
        get
        {
            var fleet = _fleet;
            return fleet[(int)((uint)Interlocked.Increment(ref _turn) % (uint)fleet.Count)];
        }
    }

    /// <summary>From now on only these processes are asked, as when a proxy takes one out of its turn.</summary>
    public void AskOnly(params IReadOnlyList<HttpClient> fleet) => _fleet = fleet;

    /// <summary>An operator.</summary>
    public async Task<Caller> Admin() => new(this, "operator", await Token("operator", admin: true));

    /// <summary>A user of this name.</summary>
    public async Task<Caller> User(string name) => new(this, name, await Token(name, admin: false));

    /// <summary>A user nobody else has, with nothing in the wallet.</summary>
    public Task<Caller> NewUser() => User(Some.UserId());

    /// <summary>A user nobody else has, with so much in the wallet.</summary>
    public async Task<Caller> NewUser(long balance)
    {
        var user = await NewUser();
        for (var left = balance; left > 0; left -= 10_000_000)
        {
            (await user.Charge(Math.Min(left, 10_000_000))).Expect(201);
        }

        return user;
    }

    /// <summary>So many of them, ready at once.</summary>
    public async Task<IReadOnlyList<Caller>> NewUsers(int count, long balance = 0)
    {
        var users = new Caller[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (i, _) => users[i] = await NewUser(balance));
        return users;
    }

    /// <summary>Somebody with a token that may be good for nothing.</summary>
    public Caller Bearer(string token) => new(this, "", token);

    private Task<string> Token(string user, bool admin) => _tokens.GetOrAdd((user, admin), asked => _token(asked.User, asked.Admin));

    private async Task<string> DevToken(string user, bool admin) =>
        (await Anonymous.Post("/dev/tokens", new { user, admin })).Expect(200)["token"].GetString()!;
}
