using ECommerce.Grains;

namespace ECommerce.Benchmarks;

/// <summary>A hold that is placed and released, while so many payments are under way on the same wallet or product.</summary>
[MemoryDiagnoser]
public class Holds
{
    private static readonly IReadOnlyList<StockLine> One = [new StockLine("shirt-Black", 1)];

    private readonly ProductStock _stock = new();
    private readonly Grains.Wallet _wallet = new();

    [Params(1, 10_000)]
    public int UnderWay { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _stock.Load(new ProductSnapshot(1, Given.Product, [Given.Variant(stock: 1_000_000)], []), Given.Now);
        _wallet.Load(new WalletSnapshot(1_000_000, [], []), Given.Now);
        for (var i = 0; i < UnderWay; i++)
        {
            _stock.Hold(new HoldStock("under way " + i, One), Given.Now);
            _wallet.Hold(new HoldFunds("under way " + i, 1, null, null), Given.Now);
        }
    }

    [Benchmark]
    public object OfStock()
    {
        var answer = _stock.Hold(new HoldStock("mine", One), Given.Now).Answer;
        _stock.Settle(new SettleHold("mine", HoldOutcome.Released));
        return answer;
    }

    [Benchmark]
    public object OfFunds()
    {
        var answer = _wallet.Hold(new HoldFunds("mine", 1, null, null), Given.Now).Answer;
        _wallet.Settle(new SettleHold("mine", HoldOutcome.Released), Given.Now);
        return answer;
    }
}
