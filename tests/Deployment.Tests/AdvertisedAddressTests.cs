using System.Net;
using ECommerce.Silo;
using Microsoft.Extensions.Configuration;

namespace ECommerce.Deployment.Tests;

/// <summary>The address that a silo gives to the others.</summary>
public sealed class AdvertisedAddressTests
{
    private static readonly IPAddress First = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Second = IPAddress.Parse("10.0.0.2");

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public void Alone_on_a_machine_it_is_loopback(string? given)
    {
        Assert.Null(RequiredSettings.RefuseToStart(Configuration(given)));
        Assert.True(IPAddress.IsLoopback(AdvertisedAddress.Of(Configuration(given))));
    }

    [Fact]
    public void An_address_is_taken_as_it_is_given_even_when_the_machine_does_not_know_it() =>
        Assert.Equal(IPAddress.Parse("192.0.2.1"), AdvertisedAddress.Of(Configuration("192.0.2.1")));

    [Fact]
    public void Of_a_name_that_stands_for_all_silos_each_takes_its_own_address()
    {
        Assert.Equal(First, AdvertisedAddress.Own("silo", [First, Second], [IPAddress.Loopback, First], out var reason));
        Assert.Null(reason);
        Assert.Equal(Second, AdvertisedAddress.Own("silo", [First, Second], [Second], out _));
    }

    [Fact]
    public void A_name_of_other_machines_is_refused_and_said_to_be_theirs()
    {
        Assert.Null(AdvertisedAddress.Own("silo", [First, Second], [IPAddress.Loopback], out var reason));
        Assert.Equal("Orleans:Endpoints:AdvertisedIPAddress is 'silo', which stands for 10.0.0.1, 10.0.0.2: this machine has no such address.", reason);
    }

    [Fact]
    public void A_name_that_does_not_resolve_is_refused() => Assert.Equal(
        "Orleans:Endpoints:AdvertisedIPAddress is 'no such name': no IP address, and no name that resolves to one.",
        RequiredSettings.RefuseToStart(Configuration("no such name")));

    private static IConfiguration Configuration(string? address) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["ConnectionStrings:Redis"] = "redis",
        ["ConnectionStrings:Postgres"] = "Host=postgres",
        ["Orleans:Endpoints:AdvertisedIPAddress"] = address,
    }).Build();
}
