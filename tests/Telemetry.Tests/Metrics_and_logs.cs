namespace ECommerce.Telemetry.Tests;

/// <summary>What is received beside traces, and what never is.</summary>
[Collection(OneObservedCluster.Name)]
public sealed class Metrics_and_logs(ObservedCluster observed)
{
    private const string Password = "hunter2-of-the-ledger";

    [Theory]
    [InlineData("http.server.request.duration")]
    [InlineData("ledger.flush.duration")]
    [InlineData("ecommerce.orders.paid")]
    [InlineData("ecommerce.orders.revenue")]
    public async Task Examples_lead_from_a_metric_to_a_trace_that_was_received(string metric)
    {
        await observed.Told();
        await Eventually.Holds(
            () =>
            {
                var traces = observed.Receiver.Metrics.Where(received => received.Name == metric).SelectMany(received => received.Points).SelectMany(point => point.ExemplarTraceIds);
                Assert.NotEmpty(traces.Intersect(observed.Receiver.Spans.Select(span => span.TraceId)));
                return Task.CompletedTask;
            },
            Bounds.Publication);
    }

    [Fact]
    public async Task What_was_sold_is_counted_by_the_silos()
    {
        await observed.Told();
        await Eventually.Holds(
            () =>
            {
                Assert.Equal(("ecommerce-silo", 3, 30_000), (observed.Received("ecommerce.orders.paid").Service, Sum("ecommerce.orders.paid"), Sum("ecommerce.orders.revenue")));
                Assert.Equal((3, 10_000, 1), (Sum("ecommerce.orders.placed"), Sum("ecommerce.orders.refunded"), Sum("ecommerce.coupons.issued")));
                var codes = observed.Receiver.Metrics.Where(metric => metric.Name == "ecommerce.calls.problems").SelectMany(metric => metric.Points).Select(point => point.Attributes["code"]);
                Assert.Superset(new HashSet<string> { "campaign_sold_out", "insufficient_balance" }, codes.ToHashSet());
                return Task.CompletedTask;
            },
            Bounds.Publication);
    }

    [Fact]
    public async Task Neither_tokens_nor_keys_are_sent()
    {
        await observed.Told();
        await Eventually.Holds(() => Task.FromResult(Assert.Single(observed.Receiver.Logs, log => log.Body.StartsWith("A call", StringComparison.Ordinal))), Bounds.Publication);

        Assert.All(["nobody-signed-this-token", "Bearer ", "eyJ"], secret => Assert.False(observed.Receiver.HasReceived(secret), secret));
        Assert.All(SignedToken.Configuration, setting => Assert.False(setting.Name.EndsWith("Value", StringComparison.Ordinal) && observed.Receiver.HasReceived(setting.Value!), setting.Name));
    }

    [Fact]
    public async Task A_shop_that_cannot_open_its_ledger_says_so_and_sends_no_connection_string()
    {
        await using var receiver = OtlpReceiver.Start();
        await using var shop = ShopProcess.Launched(new ShopSettings { Postgres = $"Host=127.0.0.1;Port=1;Username=clerk;Password={Password}", More = receiver.EagerSettings });
        var log = await Eventually.Ask(
            () => Task.FromResult(receiver.Logs.FirstOrDefault(log => log.Body.StartsWith("The ledger cannot be opened yet", StringComparison.Ordinal))), log => log is not null, Bounds.Publication);
        await Eventually.Holds(() => Task.FromResult(receiver.Metrics.First(metric => metric.Name.StartsWith("db.client.", StringComparison.Ordinal))), Bounds.Publication);

        Assert.Equal("ecommerce-shop", log?.Service);
        Assert.StartsWith("warn", log!.Severity, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Reason", log.Attributes.Keys);
        Assert.All([Password, "clerk", "Port=1"], secret => Assert.False(receiver.HasReceived(secret), secret));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is no address such as http://localhost:4317.")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is neither grpc nor http/protobuf.")]
    public async Task An_endpoint_that_cannot_be_reached_as_configured_ends_the_start(string name, string value, string reason)
    {
        var settings = new ShopSettings { More = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:4317" }.With((name, value)) };

        var (code, log) = await ShopProcess.RunToEnd(settings, TimeSpan.FromSeconds(60));

        Assert.Equal((1, reason), (code, log.Trim()));
    }

    [Fact]
    public async Task Nothing_is_sent_when_it_is_switched_off_and_payments_name_no_trace()
    {
        await using var receiver = OtlpReceiver.Start();
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, More = receiver.EagerSettings.With(("OTEL_SDK_DISABLED", "true")) });
        var shop = new Shop([process.Http], signed: true);
        var product = await shop.Sells(Some.Product());
        var order = (await (await shop.NewUser(100_000)).Buy(product.Sku, 1)).Expect(201)["id"].GetString()!;

        var payment = Assert.Single(await PaymentEvents.Of(order, process.PaymentsFile, atLeast: 1));
        Assert.False(payment.TryGetProperty("traceparent", out _));
        Assert.Equal(0, receiver.Bytes);
    }

    [Fact]
    public async Task A_collector_that_is_away_is_no_ones_trouble()
    {
        string address;
        await using (var gone = OtlpReceiver.Start())
        {
            address = gone.EagerSettings["OTEL_EXPORTER_OTLP_ENDPOINT"];
        }

        await using var process = await ShopProcess.Start(
            new ShopSettings { SigningKey = true, More = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address, ["OTEL_TRACES_SAMPLER"] = "always_on" } });
        var shop = new Shop([process.Http], signed: true);
        var product = await shop.Sells(Some.Product());
        var order = (await (await shop.NewUser(100_000)).Buy(product.Sku, 1)).Expect(201)["id"].GetString()!;

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$", Assert.Single(await PaymentEvents.Of(order, process.PaymentsFile, atLeast: 1)).Text("traceparent"));
        await shop.BooksAreRight();
    }

    private double Sum(string metric) => observed.Receiver.Metrics.Where(received => received.Name == metric)
        .Sum(received => received.Points.GroupBy(point => string.Join(',', point.Attributes)).Sum(sent => sent.Max(point => point.Value)));
}
