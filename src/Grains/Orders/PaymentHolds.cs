namespace ECommerce.Grains;

/// <summary>The holds of one payment: on the payer's wallet and on every product of the order.</summary>
internal sealed class PaymentHolds(IGrainFactory grains, Order order)
{
    private readonly List<(IProductGrain Grain, HoldStock Command)> _products =
        [.. order.Lines.GroupBy(line => line.ProductId).Select(lines => (
            grains.Grain<IProductGrain>(lines.Key),
            new HoldStock(order.Id, [.. lines.Select(line => new StockLine(line.Sku, line.Quantity))])))];

    private readonly IWalletGrain _wallet = grains.Grain<IWalletGrain>(order.UserId);

    /// <summary>
    /// Asks for all holds in parallel, and waits for every answer even when one fails. A hold that was granted after
    /// <see cref="Settle"/> would stay until it expires.
    /// </summary>
    public async Task<(HoldFundsAnswer Funds, IReadOnlyList<HoldStockAnswer> Stocks)> Place(PayOrder command)
    {
        var stocks = _products.Select(product => product.Grain.Hold(product.Command)).ToArray();
        var funds = _wallet.Hold(new HoldFunds(order.Id, order.Total, command.CouponId, command.ExpectedTotal));
        await Task.WhenAll([funds, .. stocks]);
        return (await funds, [.. stocks.Select(stock => stock.Result)]);
    }

    /// <summary>Ends all holds and says how the payment ended. The messages are one-way: a lost one costs nothing but the wait for its bound.</summary>
    public async Task Settle(HoldOutcome outcome)
    {
        var settle = new SettleHold(order.Id, outcome);
        await _wallet.Settle(settle).MayBeLost();
        foreach (var (grain, _) in _products)
        {
            await grain.Settle(settle).MayBeLost();
        }
    }
}
