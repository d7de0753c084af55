using Azure.Messaging.EventHubs;
using ECommerce.DataPlatform.EventHubs;
using Microsoft.Extensions.Configuration;

namespace ECommerce.DataPlatform.Tests.EventHubs;

/// <summary>The publisher with Azure's SDK, against a peer that speaks the protocol of Event Hubs.</summary>
public sealed class EventHubsPublisherTests
{
    [Fact]
    public async Task An_event_is_a_CloudEvent_in_binary_mode_with_the_user_as_its_partition_key()
    {
        using var peer = new EventHubPeer();
        await using var publisher = Publisher(peer);
        await publisher.Publish([new(1, Some.Payment("ord_1", "mina"))], default);

        var sent = Assert.Single(peer.Received);
        Assert.Equal(("mina", "application/json", "ord_1.completed", Some.Data), (sent.PartitionKey, sent.ContentType, sent.MessageId, sent.Body));
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["cloudEvents:specversion"] = "1.0",
                ["cloudEvents:type"] = "com.ecommerce.payment.completed.v1",
                ["cloudEvents:source"] = "/ecommerce",
                ["cloudEvents:id"] = "ord_1.completed",
                ["cloudEvents:subject"] = "ord_1",
                ["cloudEvents:partitionkey"] = "mina",
                ["cloudEvents:time"] = "2026-03-02T01:04:05.006Z",
            },
            sent.Properties);
    }

    [Fact]
    public async Task Events_of_a_user_arrive_in_order_with_as_many_as_fit_in_each_batch()
    {
        using var peer = new EventHubPeer(largest: 10_000);
        await using var publisher = Publisher(peer);
        var rows = Some.Rows(400, users: 4);
        await publisher.Publish(rows, default);

        IsInOrder(rows, peer.Received);
        Assert.All(peer.Received.GroupBy(sent => sent.Request), batch => Assert.Single(batch.Select(sent => sent.PartitionKey).Distinct()));
        var batches = peer.Received.GroupBy(sent => sent.Request).Select(batch => batch.Count()).ToList();
        Assert.InRange(batches.Max(), 5, 15);
        Assert.Equal(400, batches.Sum());
    }

    [Fact]
    public async Task Events_that_fit_in_no_batch_are_all_reported_and_the_others_arrive()
    {
        using var peer = new EventHubPeer(largest: 10_000);
        await using var publisher = Publisher(peer);
        var poison = await Assert.ThrowsAsync<PoisonEventException>(() => publisher.Publish(
            [Some.Row(1), TooLarge(2), Some.Row(3), TooLarge(4)], default));

        Assert.Equal([2, 4], poison.Events.Select(one => one.Number));
        Assert.All(poison.Events, one => Assert.Contains("10000 bytes", one.Reason));
        Assert.Equal(["ord_1.completed", "ord_3.completed"], peer.Received.Select(sent => sent.Id));
    }

    [Fact]
    public async Task A_batch_that_is_refused_once_is_sent_again_whole_and_in_order()
    {
        using var peer = new EventHubPeer(largest: 10_000);
        await using var publisher = Publisher(peer);
        var rows = Some.Rows(100, users: 2);
        peer.Refuse("com.microsoft:timeout");
        await publisher.Publish(rows, default);

        Assert.Equal(1, peer.Refused);
        IsInOrder(rows, peer.Received);
    }

    [Fact]
    public async Task Throttling_that_lasts_fails_the_call_and_the_same_rows_arrive_in_order_later()
    {
        using var peer = new EventHubPeer(largest: 10_000);
        await using var publisher = Publisher(peer);
        var rows = Some.Rows(60, users: 1);
        await publisher.Publish([.. rows.Take(5)], default);
        peer.Refuse("com.microsoft:server-busy", times: 2);

        var busy = await Assert.ThrowsAsync<EventHubsException>(() => publisher.Publish([.. rows.Skip(5)], default));
        Assert.Equal(EventHubsException.FailureReason.ServiceBusy, busy.Reason);
        Assert.Equal(5, peer.Received.Count);
        await publisher.Publish([.. rows.Skip(5)], default);
        IsInOrder(rows, peer.Received);
    }

    [Fact]
    public async Task A_call_that_fails_after_its_first_batch_reports_that_batch_as_published()
    {
        using var peer = new EventHubPeer(largest: 10_000) { Accepts = 1 };
        await using var publisher = Publisher(peer);
        var rows = Some.Rows(40, users: 1);
        var failed = await Assert.ThrowsAsync<PartlyPublishedException>(() => publisher.Publish(rows, default));

        Assert.Equal(failed.Published.Select(row => row.Event.Id), peer.Received.Select(sent => sent.Id));
        peer.Accepts = int.MaxValue;
        await publisher.Publish([.. rows.Except(failed.Published)], default);
        IsInOrder(rows, peer.Received);
    }

    [Fact]
    public async Task After_a_cancelled_call_nothing_more_is_sent()
    {
        using var peer = new EventHubPeer();
        await using var publisher = Publisher(peer);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publisher.Publish(Some.Rows(10, users: 2), cancelled.Token));
        Assert.Empty(peer.Received);
    }

    [Theory]
    [InlineData("Name", "payments")]
    [InlineData("ConnectionString", "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=c2VjcmV0")]
    [InlineData("ConnectionString", "rubbish;SharedAccessKey=c2VjcmV0")]
    public void Incomplete_or_wrong_settings_are_refused_without_showing_secrets(string key, string value)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => EventHubsClient.Create(Configured((key, value))));

        Assert.Contains("DataPlatform:EventHubs", refused.Message);
        Assert.DoesNotContain("c2VjcmV0", refused.ToString());
    }

    private static EventHubsPublisher Publisher(EventHubPeer peer) =>
        new(EventHubsClient.Create(Configured(("ConnectionString", peer.ConnectionString), ("Name", "payments"))));

    private static OutboxRow TooLarge(long number) => new(number, Some.Payment($"ord_{number}", data: Some.DataOf(20_000)));

    private static void IsInOrder(IReadOnlyList<OutboxRow> rows, IReadOnlyList<ReceivedEvent> received)
    {
        foreach (var user in rows.GroupBy(row => row.Event.UserId))
        {
            Assert.Equal(user.Select(row => row.Event.Id), received.Where(sent => sent.PartitionKey == user.Key).Select(sent => sent.Id));
        }
    }

    private static IConfiguration Configured(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("DataPlatform:EventHubs:" + s.Key, (string?)s.Value))).Build();
}
