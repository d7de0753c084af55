using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ECommerce.DataPlatform.Tests;

public sealed class PaymentStreamRegistrationTests
{
    [Theory]
    [InlineData("DataPlatform:Kafka:BootstrapServers")]
    [InlineData("DataPlatform:EventHubs:ConnectionString")]
    public void A_publisher_that_is_configured_but_not_there_keeps_the_shop_from_starting(string key)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, "somewhere")]).Build();

        var refused = Assert.Throws<NotSupportedException>(() => new ServiceCollection().AddPaymentStream(configuration));
        Assert.Contains(key[..key.LastIndexOf(':')], refused.Message);
    }
}
