namespace ECommerce.Products.Tests.Live;

/// <summary>A reader asks for the next event when its connection has taken the one before.</summary>
public sealed class SlowReaderTests
{
    private readonly LiveTopic _product = new(new LiveName(LiveKind.Product, "tee"));
    private readonly LiveTopic _campaign = new(new LiveName(LiveKind.Campaign, "spring"));

    [Fact]
    public void A_reader_that_was_slow_meets_the_newest_state_and_nothing_in_between()
    {
        using var stream = new LiveStream([_product, _campaign], lastEventId: null);
        Remaining(100);
        _product.Put(product: null);
        using var news = stream.News().GetEnumerator();
        Assert.True(news.MoveNext());
        Assert.Equal("product", news.Current.EventType);

        // While it takes the first event, the campaign goes on.
        for (var left = 99; left >= 7; left--)
        {
            Remaining(left);
        }

        Assert.True(news.MoveNext());
        Assert.Contains("\"remaining\":7,", System.Text.Encoding.UTF8.GetString(news.Current.Data));
        Assert.False(news.MoveNext());
        Assert.Empty(stream.News());
    }

    [Fact]
    public void The_id_of_an_event_stands_for_all_that_its_reader_knows()
    {
        _product.Put(product: null);
        Remaining(100);
        using var first = new LiveStream([_product, _campaign], lastEventId: null);
        var ids = first.News().Select(item => item.EventId!).ToList();
        Assert.EndsWith(LiveState.NoTag, ids[0]);

        using var between = new LiveStream([_product, _campaign], ids[0]);
        Assert.Equal(["campaign"], between.News().Select(item => item.EventType));

        using var again = new LiveStream([_product, _campaign], ids[1]);
        Assert.Empty(again.News());
        Assert.True(Remaining(99));
        Assert.False(Remaining(99));
        Assert.Equal(["campaign"], again.News().Select(item => item.EventType));
    }

    private bool Remaining(long remaining) => _campaign.Put(new CampaignView(
        "spring", "Spring", new Discount(DiscountType.Fixed, 1_000, null), 0, 100, remaining, 7, default, default));
}
