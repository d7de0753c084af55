using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.BadInput;

public sealed class BadInputShopOnSqlite() : ShopFleet(Ledger.Sqlite);

public sealed class BadInputShopOnPostgres() : ShopFleet(Ledger.Postgres);

public sealed class BadInputShopOnACluster() : ShopFleet(Ledger.Postgres, clusters: 1);

public sealed class Bad_input_on_Sqlite(BadInputShopOnSqlite shop) : BadInputSuite(shop), IClassFixture<BadInputShopOnSqlite>;

public sealed class Bad_input_on_Postgres(BadInputShopOnPostgres shop) : BadInputSuite(shop), IClassFixture<BadInputShopOnPostgres>;

public sealed class Bad_input_on_a_cluster(BadInputShopOnACluster shop) : BadInputSuite(shop), IClassFixture<BadInputShopOnACluster>;

/// <summary>A shop of its own, whose whole state is compared before and after.</summary>
public abstract class BadInputSuite(ShopFleet fleet)
{
    private Shop Shop => fleet.Shop;

    [Fact]
    public async Task Bad_input_is_refused_with_a_code_and_changes_nothing()
    {
        var requests = BadRequests.All.ToList();
        Assert.True(requests.Count >= 120);
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign());
        var (user, admin) = (await Shop.NewUser(balance: 5_000), await Shop.Admin());
        var order = await user.Ordered(product.Sku, 1);
        var real = new Dictionary<string, string>
        {
            ["sku"] = product.Sku,
            ["product"] = product.Id,
            ["campaign"] = campaign.Id,
            ["order"] = order,
        };
        await Shop.ShowsRemaining(campaign, 100);
        var before = await Fingerprint(user, admin);

        var wrong = new List<string>();
        foreach (var request in requests)
        {
            var caller = request.Path.StartsWith("/v1/admin") ? admin : user;
            if (await WhatIsWrong(request, caller, real) is { } message)
            {
                wrong.Add(message);
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {requests.Count} are answered wrongly:\n{string.Join('\n', wrong)}");
        Assert.Equal(before, await Fingerprint(user, admin));
        (await user.Charge(5_000)).Expect(201);
        (await user.Pay(order)).Expect(200);
        await Shop.BooksAreRight();
    }

    private static async Task<string?> WhatIsWrong(BadRequest request, Caller caller, Dictionary<string, string> real)
    {
        try
        {
            var answer = await request.SendAs(caller, real);
            if (answer.Status is < 400 or > 499)
            {
                return $"{request}: {Short(answer)}";
            }
            // The web server itself refuses a zero byte in a path, before the shop can say anything.
            if (request.Path.Split('?')[0].Contains("%00") && answer is { Status: 400, Text: "" })
            {
                return null;
            }

            Problem.IsWellFormed(answer);
            return null;
        }
        catch (Exception error) when (error is HttpRequestException or Xunit.Sdk.XunitException or InvalidDataException or IOException)
        {
            // A body over the limit may be refused while it is still being sent: the connection is then cut.
            var cut = error is HttpRequestException && request.Body is { Length: > 1_000_000 };
            return cut ? null : $"{request}: {error.GetType().Name} {error.Message}";
        }
    }

    private async Task<string> Fingerprint(Caller user, Caller admin)
    {
        string[] parts =
        [
            (await admin.Get("/v1/admin/audit")).Expect(200).Text,
            (await Shop.Anonymous.Get("/v1/products?limit=100")).Expect(200).Text,
            (await Shop.Anonymous.Get("/v1/campaigns")).Expect(200).Text,
            (await user.Wallet()).Expect(200).Text,
            (await user.Entries()).Expect(200).Text,
            (await user.Cart()).Expect(200).Text,
            (await user.Orders()).Expect(200).Text,
            (await user.Coupons()).Expect(200).Text,
            (await admin.Orders()).Expect(200).Text,
            JsonSerializer.Serialize(await Shop.DrainedStream(Testing.Bounds.Publication)),
        ];
        return string.Join('\n', parts);
    }

    private static string Short(Answer answer) => answer.ToString() is { Length: > 300 } text ? text[..300] + "…" : answer.ToString();
}
