using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ECommerce.Silo;

/// <summary>After how many days rows are removed: <c>Retention:*</c>, where 0 says never.</summary>
internal static class RetentionSettings
{
    private const int MostDays = 36_500;

    private static readonly Days UnpaidOrders = new("Retention:UnpaidOrderDays", Default: 90, Least: 1);
    private static readonly Days PaymentEvents = new("Retention:PaymentEventDays", Default: 0, Least: 30);
    private static readonly Days WalletEntries = new("Retention:WalletEntryDays", Default: 0, Least: 30);
    private static readonly Days LogLines = new("Retention:LogDays", Default: 0, Least: 30);

    /// <summary>Which of them is no number of days; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        new[] { UnpaidOrders, PaymentEvents, WalletEntries, LogLines }.FirstOrDefault(days => days.Read(configuration) is null) is { } wrong
            ? $"{wrong.Key} is neither 0 nor a whole number from {wrong.Least} to {MostDays}."
            : null;

    /// <summary>The ages, which were checked when the program started.</summary>
    public static RetentionAges Of(IConfiguration configuration) =>
        new(UnpaidOrders.Of(configuration), PaymentEvents.Of(configuration), WalletEntries.Of(configuration), LogLines.Of(configuration));

    private sealed record Days(string Key, int Default, int Least)
    {
        public TimeSpan? Of(IConfiguration configuration) => Read(configuration) is > 0 and var days ? TimeSpan.FromDays(days) : null;

        public int? Read(IConfiguration configuration) =>
            configuration[Key] is not { Length: > 0 } text ? Default
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && (days == 0 || (days >= Least && days <= MostDays)) ? days
            : null;
    }
}
