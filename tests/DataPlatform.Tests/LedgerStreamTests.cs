using System.Text.Json;
using ECommerce.DataPlatform;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.DataPlatform.Tests;

/// <summary>The payment stream on the ledger's own outbox.</summary>
public class LedgerStreamTests
{
    private readonly FakeTimeProvider _time = new(Some.At);
    private readonly MemoryLedger _ledger;
    private int _orders;

    public LedgerStreamTests() => _ledger = new(_time);

    [Fact]
    public async Task Payments_go_on_while_the_file_cannot_be_written_and_their_events_are_published_later_in_order()
    {
        await OpenShop();
        var path = Some.FreshPath();
        var forwarder = Some.Forwarder(_ledger, new FilePublisher(path, TimeProvider.System), _time);
        File.Delete(path);
        Directory.CreateDirectory(path);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(VerdictKind.Committed, await Pay());
            await Assert.ThrowsAnyAsync<Exception>(() => forwarder.TakeTurn(default));
        }

        Assert.Equal(5, (await _ledger.Stream(_time.GetUtcNow())).Pending);
        Directory.Delete(path);
        Assert.Equal(Turn.Progress, await forwarder.TakeTurn(default));
        Assert.Equal(Turn.Idle, await forwarder.TakeTurn(default));

        var events = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["ord_1", "ord_2", "ord_3", "ord_4", "ord_5"], events.Select(e => e.GetProperty("subject").GetString()));
        Assert.All(events, e => Assert.Equal("mina", e.GetProperty("data").GetProperty("userId").GetString()));
        var stream = await _ledger.Stream(_time.GetUtcNow());
        Assert.Equal((0L, 5L), (stream.Pending, stream.Published));
    }

    private async Task OpenShop() => await _ledger.Commit(
    [
        new ProductSaved(new("tee", "부드러운 티셔츠", null, null, null, []), [new("TEE-1", new Dictionary<string, string>(), 1_000, 100)], _time.GetUtcNow()),
        new WalletCharged("chg_1", "mina", 100_000, _time.GetUtcNow()),
    ]);

    private async Task<VerdictKind> Pay()
    {
        var now = _time.GetUtcNow();
        var line = new OrderLine("TEE-1", "tee", "부드러운 티셔츠", new Dictionary<string, string>(), 1, 1_000, 0);
        var order = new Order($"ord_{++_orders}", "mina", OrderState.Open, [line], 1_000, "f", false, now, now + Bounds.OrderAge);
        var verdicts = await _ledger.Commit([new OrderPlaced(order), new OrderPaid(order, null, 0, now)]);
        return verdicts[1].Kind;
    }
}
