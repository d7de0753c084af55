using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ECommerce.DataPlatform.Tests;

/// <summary>Engine=Local is built without Event Hubs' own client.</summary>
public sealed class MissingPublisherTests
{
    [Fact]
    public void A_publisher_that_this_build_does_not_have_keeps_the_shop_from_starting()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("DataPlatform:EventHubs:ConnectionString", "somewhere")]).Build();

        Assert.Contains(
            "Engine=Orleans",
            Assert.Throws<NotSupportedException>(() => new ServiceCollection().AddPaymentStream(configuration)).Message);
    }
}
