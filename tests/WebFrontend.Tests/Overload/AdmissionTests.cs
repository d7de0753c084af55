using System.Net.Http;
using Npgsql;

namespace ECommerce.WebFrontend.Tests.Overload;

/// <summary>More calls than can be answered, on a shop that has four under way at once, and lets four more wait for a minute.</summary>
public sealed class AdmissionTests
{
    private const int AtOnce = 4;
    private const int Callers = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Calls_beyond_what_can_be_answered_are_refused_soon_and_the_others_are_answered()
    {
        PostgresServer.RequirePostgres();
        var database = await PostgresServer.CreateDatabase();
        await using var deployment = await Deployment.Start(Small() with { Postgres = database });
        var shop = deployment.Shop();
        var users = await shop.NewUsers(Callers);
        await Task.WhenAll(users.Select(user => Charged(user, "first")));

        Task<(Caller User, Answer Answer)>[] charges;
        await using (var other = new NpgsqlConnection(database))
        {
            await other.OpenAsync();
            await using var held = await other.BeginTransactionAsync();
            await new NpgsqlCommand("LOCK TABLE wallets IN ACCESS EXCLUSIVE MODE", other, held).ExecuteNonQueryAsync();
            charges = [.. users.Select(async user => (user, await user.Charge(1_000, "second")))];
            await Eventually.Ask(() => Task.FromResult(charges.Count(charge => charge.IsCompleted)), answered => answered >= Callers - (2 * AtOnce), Patience);

            // What needs no place among those is not refused.
            (await shop.Anonymous.Get("/v1/products")).Expect(200);
            (await shop.Anonymous.Get("/livez")).Expect(200);
            (await (await shop.Admin()).Get("/v1/admin/log?limit=1")).Expect(200);
        }

        var answers = await Task.WhenAll(charges);
        var refused = answers.Where(call => call.Answer.Code == "overloaded").ToList();
        Assert.InRange(refused.Count, 1, Callers - (2 * AtOnce));
        Assert.All(refused, call => Assert.Equal("1", call.Answer.Expect(503, "overloaded").Header("Retry-After")));

        // On a busy machine the database may be given up before the lock is released; the repeat tells.
        Assert.All(answers.Except(refused), call => Assert.True(call.Answer.Status == 201 || call.Answer.Code == "unavailable", call.Answer.ToString()));
        foreach (var user in users)
        {
            (await user.Charge(1_000, "second")).Expect(201);
            Assert.Equal(2_000, await user.Balance());
        }

        await shop.BooksAreRight();
    }

    [Fact]
    public async Task Bodies_that_do_not_come_take_no_place_from_those_who_ask_and_are_told_so()
    {
        await using var deployment = await Deployment.Start(Small());
        var user = await deployment.Shop().NewUser();
        var head = $"POST /v1/wallet/charges HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer {SignedToken.For("slow")}\r\n"
            + "Content-Type: application/json\r\nIdempotency-Key: slow\r\n";
        await using var slow = new HeldConnections(deployment.Frontends[0].Address.Port);
        await slow.Open(Callers / 2, head + "Content-Length: 15\r\n\r\n{");
        await slow.Open(Callers / 2, head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
        await slow.Open(Callers / 2, head + "Content-Length: 1000000\r\n\r\n{");

        (await user.Charge(1_000)).Expect(201);
        Assert.All(await slow.Answers(Patience), answer => Assert.StartsWith("HTTP/1.1 408", answer));
        (await user.Charge(1_000)).Expect(201);
    }

    private static Task<Answer> Charged(Caller user, string key) =>
        Eventually.Ask(() => user.Charge(1_000, key), answer => answer.Status == 201, Patience);

    private static ShopSettings Small() => new()
    {
        SigningKey = true,
        More = new Dictionary<string, string>
        {
            ["Admission__MinimumInFlight"] = $"{AtOnce}",
            ["Admission__MaximumInFlight"] = $"{AtOnce}",
        },
    };
}
