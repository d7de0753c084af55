namespace ECommerce.ShopTests.Kafka;

/// <summary>Better no start than payments that go nowhere.</summary>
public sealed class Start_with_Kafka
{
    private const string Secret = "c2VjcmV0LW9mLXRoZS1zaG9w";

    [Theory]
    [InlineData("DataPlatform__Kafka__Config__acks", "1", "acks")]
    [InlineData("DataPlatform__Kafka__Config__no.such.setting", "1", "no.such.setting")]
    [InlineData("DataPlatform__Kafka__Bootstrap", "elsewhere:9092", "DataPlatform:Kafka:Bootstrap is unknown")]
    [InlineData("DataPlatform__EventHubs__Name", "payments", "DataPlatform:EventHubs")]
    public async Task A_setting_that_cannot_be_kept_ends_the_start_with_its_name_and_without_secrets(string key, string value, string told)
    {
        KafkaBroker.Require();
        var settings = new ShopSettings
        {
            SigningKey = true,
            More = new Dictionary<string, string>
            {
                ["DataPlatform__Kafka__BootstrapServers"] = "127.0.0.1:1",
                ["DataPlatform__Kafka__Config__sasl.password"] = Secret,
                [key] = value,
            },
        };

        var (code, log) = await ShopProcess.RunToEnd(settings, TimeSpan.FromSeconds(30));
        Assert.True(code is not null and not 0, $"It went on, or ended well: {code}");
        Assert.Contains(told, log);
        Assert.DoesNotContain(Secret, log);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_yet_does_not_keep_the_shop_from_selling()
    {
        KafkaBroker.Require();
        await using var process = await ShopProcess.Start(new ShopSettings
        {
            SigningKey = true,
            More = new Dictionary<string, string> { ["DataPlatform__Kafka__BootstrapServers"] = "127.0.0.1:1" },
        });
        var shop = new Shop([process.Http], signed: true);
        var load = new PaymentLoad(shop);
        await load.Prepare();
        await load.Run(await load.Users(2), each: 2, atOnce: 2);

        Assert.Equal(4, await shop.Pending());
        Assert.Equal(0, await process.Stop());
    }
}
