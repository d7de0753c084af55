using System.Collections.Concurrent;

namespace ECommerce.Cluster.Tests;

/// <summary>One queue for all frontends, whose silo is killed while people wait in it.</summary>
[Collection(OneCluster.Name)]
public sealed class Waiting_room(ITestOutputHelper output)
{
    private const int Callers = 1_000;
    private const int Quantity = 900;
    private const int PerSecond = 50;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_queue_outlives_its_silo_no_place_is_given_twice_and_the_quantity_is_exact()
    {
        await using var deployment = await Deployment.StartCluster(new ShopSettings
        {
            SigningKey = true,
            More = new Dictionary<string, string> { ["WaitingRoom__ClaimsPerSecond"] = $"{PerSecond}" },
        });
        var shop = deployment.Shop();
        var campaign = await shop.Runs(Some.Campaign() with { Quantity = Quantity });
        var places = new ConcurrentDictionary<string, long>();
        var ended = 0;
        async Task<Answer> Claim(string user)
        {
            // Each call goes to the other frontend than the one before: a ticket of one is good at both.
            var answer = await (await shop.User(user)).ClaimInTurn(campaign.Id, heard =>
            {
                if (heard.Place() is { } place)
                {
                    Assert.Equal(place, places.GetOrAdd(user, place));
                }
            });
            Interlocked.Increment(ref ended);
            return answer;
        }

        var claims = Enumerable.Range(0, Callers).Select(i => Claim($"user-{i}")).ToList();

        // Whichever of the two has the room, it is killed.
        foreach (var (silo, share) in deployment.Silos.Zip([Callers / 5, Callers / 2]))
        {
            await Eventually.Ask(() => Task.FromResult(Volatile.Read(ref ended)), count => count >= share, Soon);
            silo.Kill();
            await silo.Start();
        }

        var answers = await Task.WhenAll(claims);
        output.WriteLine($"{places.Count} waited, up to place {places.Values.Max()}.");
        Assert.Equal(Quantity, answers.Count(answer => answer.Status == 201 || answer.Code == "coupon_already_issued"));
        Assert.Equal(Callers - Quantity, answers.Count(answer => answer.Code == "campaign_sold_out"));
        Assert.Equal(places.Count, places.Values.Distinct().Count());
        Assert.Equal(0, (await shop.Anonymous.Get("/v1/campaigns/" + campaign.Id)).Expect(200)["remaining"].GetInt64());
        await shop.BooksAreRight();
    }
}
