namespace ECommerce.Telemetry.Tests;

/// <summary>A cluster that sends everything to a receiver of the tests, and what was done in it.</summary>
public sealed class ObservedCluster : IAsyncDisposable
{
    private Task? _told;
    private KafkaBroker? _broker;
    private Deployment? _cluster;
    private OtlpReceiver? _receiver;

    /// <summary>The records of the payments.</summary>
    public KafkaBroker Broker => _broker!;

    /// <summary>What was received from silos and frontends.</summary>
    public OtlpReceiver Receiver => _receiver!;

    /// <summary>Starts it and tells its story, once for all tests: a payment, a refund, claims, refusals, and a platform that is away for a while.</summary>
    public Task Told() => _told ??= Tell();

    /// <summary>A metric that was received from any of the programs.</summary>
    public OtlpMetric Received(string metric) => Receiver.Metrics.First(received => received.Name == metric);

    public async ValueTask DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_receiver?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task Tell()
    {
        _receiver = OtlpReceiver.Start();
        _broker = await KafkaBroker.Start();
        _cluster = await Deployment.StartCluster(
            new ShopSettings { SigningKey = true, More = _broker.Settings("payments").With([.. _receiver.EagerSettings.Select(setting => (setting.Key, setting.Value))]) },
            frontends: 1);
        var shop = _cluster.Shop();
        var product = await shop.Sells(Some.Product());
        var campaign = await shop.Runs(Some.Campaign() with { Quantity = 1 });
        var (mina, jun) = (await shop.NewUser(100_000), await shop.NewUser());
        (await mina.Claim(campaign.Id)).Expect(201);
        (await jun.Claim(campaign.Id)).Expect(409);
        (await jun.Buy(product.Sku, 1)).Expect(409);
        (await mina.Pay(await mina.Ordered(product.Sku, 1))).Expect(200);
        var refunded = (await mina.Buy(product.Sku, 1)).Expect(201)["id"].GetString()!;
        (await mina.Cancel(refunded)).Expect(200);
        (await shop.Bearer("nobody-signed-this-token").Get("/v1/wallet")).Expect(401);
        await shop.DrainedStream(Bounds.Publication);

        await _broker.Down();
        (await mina.Buy(product.Sku, 1)).Expect(201);
        await Eventually.Holds(() => Task.FromResult(Received("ecommerce.payments.failures")), Bounds.Publication);
        await _broker.Up();
        await shop.DrainedStream(Bounds.Publication);
    }
}

/// <summary>Who shares it.</summary>
[CollectionDefinition(Name)]
public sealed class OneObservedCluster : ICollectionFixture<ObservedCluster>
{
    public const string Name = "one observed cluster";
}
