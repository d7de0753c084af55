namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    private static readonly DateTimeOffset Hour = Books.Hour(Given.Now);

    [Fact]
    public async Task Units_count_from_the_minute_of_their_payment_on()
    {
        await Ledger.Shop(stock: 100);
        await Sells("o1", "coat-S", 1, Hour.AddMinutes(9));
        await Sells("o2", "coat-M", 2, Hour.AddMinutes(10).AddMilliseconds(-1));
        await Sells("o3", "coat-S", 4, Hour.AddMinutes(10));
        await Sells("o4", "coat-S", 8, Hour.AddMinutes(25));

        Assert.Equal(15, await SoldFrom(Hour));
        Assert.Equal(15, await SoldFrom(Hour.AddMinutes(9)));
        Assert.Equal(15, await SoldFrom(Hour.AddMinutes(10).AddMilliseconds(-1)));
        Assert.Equal(12, await SoldFrom(Hour.AddMinutes(10)));
        Assert.Equal(12, await SoldFrom(Hour.AddMinutes(10).AddSeconds(59)));
        Assert.Equal(8, await SoldFrom(Hour.AddMinutes(11)));
        Assert.Equal(0, await SoldFrom(Hour.AddMinutes(26)));
        Assert.Equal(0, await SoldFrom(Hour.AddHours(1)));
    }

    [Fact]
    public async Task What_is_cancelled_later_is_taken_from_the_minute_of_its_payment()
    {
        await Ledger.Shop();
        var cancelled = await Sells("o1", "coat-S", 3, Hour.AddMinutes(10));
        await Sells("o2", "coat-S", 4, Hour.AddMinutes(20));
        await Commits(cancelled.Cancelled(Hour.AddHours(5)));

        Assert.Equal(4, await SoldFrom(Hour.AddMinutes(5)));
        Assert.Equal(4, await SoldFrom(Hour.AddMinutes(15)));
        Assert.Equal(0, await SoldFrom(Hour.AddMinutes(21)));
    }

    [Fact]
    public async Task To_forget_the_minutes_of_hours_that_are_over_changes_no_window_that_begins_later()
    {
        await Ledger.Shop();
        await Sells("o1", "coat-S", 3, Hour.AddMinutes(10));
        await Sells("o2", "coat-S", 4, Hour.AddMinutes(20));

        await Ledger.ForgetMinutes(Hour.AddMinutes(59));
        Assert.Equal(4, await SoldFrom(Hour.AddMinutes(15)));
        await Ledger.ForgetMinutes(Hour.AddHours(1));
        Assert.Equal(0, await SoldFrom(Hour.AddHours(1)));
    }

    private async Task<Order> Sells(string id, string sku, int quantity, DateTimeOffset at)
    {
        var order = Given.Order(id, lines: Given.Line(sku, quantity));
        await Commits(order.Placed());
        return await Commits(order.Paid(at: at));
    }

    private async Task<long> SoldFrom(DateTimeOffset from) => (await Ledger.UnitsSold(from)).SingleOrDefault()?.UnitsSold ?? 0;
}
