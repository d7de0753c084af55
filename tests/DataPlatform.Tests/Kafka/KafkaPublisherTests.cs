using ECommerce.DataPlatform.Kafka;
using ECommerce.Testing;

namespace ECommerce.DataPlatform.Tests.Kafka;

/// <summary>The publisher against brokers in another process, read back by kcat.</summary>
public sealed class KafkaPublisherTests
{
    [Fact]
    public async Task An_event_is_a_CloudEvent_in_binary_mode_with_the_user_as_its_key()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker);
        await publisher.Publish([new(1, Some.Payment("ord_1", "mina"))], default);

        var record = Assert.Single(await Kcat.Read(broker));
        Assert.Equal(("mina", Some.Data), (record.Key, record.Payload));
        Assert.Equal(
            [
                ("ce_specversion", "1.0"),
                ("ce_type", "com.ecommerce.payment.completed.v1"),
                ("ce_source", "/ecommerce"),
                ("ce_id", "ord_1.completed"),
                ("ce_subject", "ord_1"),
                ("ce_partitionkey", "mina"),
                ("ce_time", "2026-03-02T01:04:05.006Z"),
                ("content-type", "application/json"),
            ],
            record.Headers);
    }

    [Fact]
    public async Task An_event_whose_trace_is_known_names_it_as_CloudEvents_and_as_instrumented_consumers_do()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker);
        await publisher.Publish([new(1, Some.Payment("ord_1", "mina") with { TraceParent = Some.TraceParent })], default);

        var record = Assert.Single(await Kcat.Read(broker));
        Assert.Equal(
            ["ce_specversion", "ce_type", "ce_source", "ce_id", "ce_subject", "ce_partitionkey", "ce_time", "ce_traceparent", "traceparent", "content-type"],
            record.Headers.Select(header => header.Name));
        Assert.Equal((Some.TraceParent, Some.TraceParent), (record["ce_traceparent"], record["traceparent"]));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task Events_arrive_once_and_in_order_for_each_user_with_every_compression(string compression)
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker, ("compression.type", compression));
        var rows = Some.Rows(2_000, users: 40);
        foreach (var batch in rows.Chunk(PaymentForwarder.Batch))
        {
            await publisher.Publish(batch, default);
        }

        var records = await Kcat.Read(broker);
        Assert.Equal(rows.Count, records.Count);
        records.ShowOrderOf(rows);
    }

    [Fact]
    public async Task Calls_for_different_users_may_overlap()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker);
        var calls = Enumerable.Range(0, 16).Select(call => Some.Rows(500, users: 25, prefix: $"p{call}-")).ToList();
        await Task.WhenAll(calls.Select(rows => publisher.Publish(rows, default)));

        var records = await Kcat.Read(broker);
        Assert.Equal(8_000, records.Count);
        calls.ForEach(records.ShowOrderOf);
    }

    [Fact]
    public async Task Events_that_do_not_fit_into_the_clients_memory_wait_for_room()
    {
        await using var broker = await KafkaBroker.Start(partitions: 64);
        await using var publisher = Some.Kafka(broker, ("queue.buffering.max.kbytes", "256"));
        var calls = Enumerable.Range(0, 4).Select(call => Some.Rows(500, users: 500, prefix: $"p{call}-", size: 4_000)).ToList();
        await Task.WhenAll(calls.Select(rows => publisher.Publish(rows, default)));

        Assert.Equal(2_000, (await Kcat.Read(broker)).Count);
    }

    [Fact]
    public async Task An_event_larger_than_the_clients_memory_fails_the_call_with_the_reason()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker, ("queue.buffering.max.kbytes", "1"), ("message.max.bytes", "1000000"));
        var rows = new[] { new OutboxRow(1, Some.Payment("ord_1", data: Some.DataOf(50_000))) };
        var failed = await Assert.ThrowsAsync<IOException>(() => publisher.Publish(rows, default).WaitAsync(Some.Patience));
        Assert.Contains("queue.buffering.max.kbytes", failed.Message);
    }

    [Fact]
    public async Task Events_that_are_too_large_are_all_reported_and_the_others_arrive()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker, ("message.max.bytes", "20000"));
        var rows = Some.Rows(40, users: 8).ToList();
        rows[17] = rows[17] with { Event = rows[17].Event with { Data = Some.DataOf(50_000) } };
        rows[20] = rows[20] with { Event = rows[20].Event with { Data = Some.DataOf(50_000) } };

        var poison = await Assert.ThrowsAsync<PoisonEventException>(() => publisher.Publish(rows, default));
        Assert.Equal([18, 21], poison.Events.Select(one => one.Number));
        Assert.All(poison.Events, one => Assert.Contains("large", one.Reason));
        (await Kcat.Read(broker)).ShowOrderOf([.. rows.Where(row => row.Number is not (18 or 21))]);
    }

    [Theory]
    [InlineData(10, "large")]
    [InlineData(87, "failed to validate")]
    public async Task Events_that_the_broker_rejects_even_alone_are_reported_with_its_reason(int code, string reason)
    {
        await using var broker = await KafkaBroker.Start(partitions: 1);
        await using var publisher = Some.Kafka(broker);
        await broker.Fail(Enumerable.Repeat(code, 100));

        var poison = await Assert.ThrowsAsync<PoisonEventException>(() => publisher.Publish(Some.Rows(2, users: 2), default));
        Assert.Equal([1, 2], poison.Events.Select(one => one.Number));
        Assert.All(poison.Events, one => Assert.Contains(reason, one.Reason));
    }

    [Fact]
    public async Task Events_of_a_rejected_request_are_sent_again_in_smaller_ones_and_arrive()
    {
        await using var broker = await KafkaBroker.Start(partitions: 1);
        await using var publisher = Some.Kafka(broker);
        var rows = Some.Rows(200, users: 50);
        await broker.Fail(10, 10, 10);

        await publisher.Publish(rows, default);
        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    [Fact]
    public async Task After_a_cancelled_call_nothing_more_is_sent_and_the_next_one_works()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker);
        await publisher.Publish(Some.Rows(1, users: 1, prefix: "first-"), default);
        await broker.Down();
        using var cancellation = new CancellationTokenSource();
        var call = publisher.Publish(Some.Rows(100, users: 10, prefix: "cancelled-"), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await broker.Up();

        await publisher.Publish(Some.Rows(1, users: 1, prefix: "last-"), default);
        var records = await Kcat.Read(broker);
        Assert.Equal(["first-0", "last-0"], records.Select(record => record.Key).Order());
    }
}
