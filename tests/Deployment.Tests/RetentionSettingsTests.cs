using ECommerce.Silo;
using Microsoft.Extensions.Configuration;

namespace ECommerce.Deployment.Tests;

/// <summary>An age that cannot be meant ends the start: what is removed does not come back.</summary>
public sealed class RetentionSettingsTests
{
    [Theory]
    [InlineData("Retention:UnpaidOrderDays", "soon")]
    [InlineData("Retention:UnpaidOrderDays", "-1")]
    [InlineData("Retention:PaymentEventDays", "29")]
    [InlineData("Retention:WalletEntryDays", "36501")]
    [InlineData("Retention:LogDays", "7.5")]
    public void What_is_no_age_in_days_is_refused(string name, string value) =>
        Assert.StartsWith($"{name} is neither 0 nor a whole number from ", SettingFaults.RefuseToStart(Configured(name, value)));

    [Theory]
    [InlineData("Retention:UnpaidOrderDays", "0")]
    [InlineData("Retention:UnpaidOrderDays", "1")]
    [InlineData("Retention:PaymentEventDays", "30")]
    [InlineData("Retention:WalletEntryDays", "0")]
    [InlineData("Retention:LogDays", "36500")]
    public void Zero_says_never_and_days_within_the_bounds_are_taken(string name, string value) =>
        Assert.Null(SettingFaults.RefuseToStart(Configured(name, value)));

    private static IConfiguration Configured(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();
}
