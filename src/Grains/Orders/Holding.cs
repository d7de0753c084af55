namespace ECommerce.Grains;

/// <summary>The holds of one payment: on the wallet and on every product of the order, asked for in parallel.</summary>
internal sealed class Holding(IGrainFactory grains, Order order)
{
    private readonly List<(IProductGrain Grain, HoldStock Command)> _products =
        [.. order.Lines.GroupBy(line => line.ProductId).Select(lines => (
            grains.GetGrain<IProductGrain>(lines.Key),
            new HoldStock(order.Id, [.. lines.Select(line => new StockLine(line.Sku, line.Quantity))])))];

    private readonly IWalletGrain _wallet = grains.GetGrain<IWalletGrain>(order.UserId);

    /// <summary>Asks all holders, and waits for every answer even when one fails, so that none holds on unasked.</summary>
    public async Task<(FundsHold Funds, IReadOnlyList<StockHold> Stocks)> Ask(PayOrder command)
    {
        var stocks = _products.Select(product => product.Grain.Hold(product.Command)).ToArray();
        var funds = _wallet.Hold(new HoldFunds(order.Id, order.Total, command.CouponId, command.ExpectedTotal));
        await Task.WhenAll([funds, .. stocks]);
        return (await funds, [.. stocks.Select(stock => stock.Result)]);
    }

    /// <summary>Tells all holders how it ended; one-way, a lost message costs nothing.</summary>
    public async Task Settle(HoldOutcome outcome)
    {
        var settle = new SettleHold(order.Id, outcome);
        await _wallet.Settle(settle).OrLost();
        foreach (var (grain, _) in _products)
        {
            await grain.Settle(settle).OrLost();
        }
    }
}
