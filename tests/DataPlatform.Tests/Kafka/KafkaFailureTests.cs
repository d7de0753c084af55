using ECommerce.DataPlatform.Kafka;
using ECommerce.Testing;

namespace ECommerce.DataPlatform.Tests.Kafka;

/// <summary>What a broker does to its clients on a bad day. The caller does what the payment stream does: the same rows again.</summary>
public sealed class KafkaFailureTests
{
    private const int NoBroker = -1;
    private const int NotLeader = 6;
    private const int TimedOut = 7;
    private const int NotEnoughReplicas = 19;
    private const int NoRight = 29;
    private const int OutOfSequence = 45;
    private const int StaleEpoch = 47;
    private const int UnknownProducer = 59;

    [Theory]
    [InlineData(NotLeader)]
    [InlineData(TimedOut)]
    [InlineData(NotEnoughReplicas)]
    [InlineData(NoRight)]
    [InlineData(OutOfSequence)]
    [InlineData(StaleEpoch)]
    [InlineData(UnknownProducer)]
    [InlineData(KafkaBroker.CutConnection)]
    public async Task Whatever_a_request_fails_with_the_events_arrive_in_order(int code)
    {
        await using var broker = await KafkaBroker.Start(partitions: 2);
        await using var publisher = Some.Kafka(broker);
        var rows = Some.Rows(1_000, users: 20);
        await publisher.Publish(Some.Rows(1, users: 1, prefix: "before-"), default);
        await broker.Fail(0, code, code, 0, code, 0, 0, code);

        await Persist(publisher, rows);
        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    [Fact]
    public async Task A_connection_that_is_lost_before_the_answer_gives_duplicates_with_equal_ids_at_most()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker);
        await publisher.Publish(Some.Rows(1, users: 1, prefix: "before-"), default);
        await broker.Slow(TimeSpan.FromMilliseconds(400));
        var rows = Some.Rows(300, users: 100);
        var publishing = Persist(publisher, rows);
        await Eventually.Ask(() => Kcat.Read(broker), records => records.Count > 50, TimeSpan.FromSeconds(10));
        await broker.Down();
        await broker.Slow(TimeSpan.Zero);
        await broker.Up();

        await publishing;
        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    [Fact]
    public async Task Partitions_that_change_their_leader_are_followed()
    {
        await using var broker = await KafkaBroker.Start(partitions: 3);
        await using var publisher = Some.Kafka(broker);
        var rows = Some.Rows(3_000, users: 30);
        var turn = 0;
        foreach (var batch in rows.Chunk(250))
        {
            await broker.MoveLeader(turn % 3, 1 + (turn++ / 2 % 3));
            await Persist(publisher, batch);
        }

        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    [Fact]
    public async Task A_partition_without_a_leader_holds_up_its_own_events_only_and_repeats_none()
    {
        await using var broker = await KafkaBroker.Start(partitions: 4);
        await using var publisher = Some.Kafka(broker);
        await publisher.Publish(Some.Rows(1, users: 1, prefix: "before-"), default);
        await broker.MoveLeader(0, NoBroker);
        var rows = Some.Rows(400, users: 100);
        var failed = await Assert.ThrowsAsync<PartlyPublishedException>(() => publisher.Publish(rows, default));
        var left = rows.Except(failed.Published).ToList();
        Assert.InRange(left.Select(row => row.Event.UserId).Distinct().Count(), 1, 60);
        await broker.MoveLeader(0, 1);

        await Persist(publisher, left);
        var records = await Kcat.Read(broker);
        records.ShowOrderOf(rows);
        Assert.Equal(1 + rows.Count, records.Count);
    }

    [Fact]
    public async Task A_broker_that_is_away_fails_the_call_after_a_while_and_is_found_again()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker);
        await publisher.Publish(Some.Rows(1, users: 1, prefix: "before-"), default);
        await broker.Down();
        var rows = Some.Rows(500, users: 100);
        var failed = await Assert.ThrowsAsync<IOException>(() => publisher.Publish(rows, default).WaitAsync(KafkaBounds.Delivery * 2));
        Assert.Contains("timed out", failed.Message);
        await broker.Up();

        await Persist(publisher, rows);
        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_named_as_the_reason_and_used_when_it_is_made()
    {
        await using var broker = await KafkaBroker.Start();
        await broker.Hide("payments");
        await using var publisher = Some.Kafka(broker);
        var rows = Some.Rows(10, users: 10);
        var failed = await Assert.ThrowsAsync<IOException>(() => publisher.Publish(rows, default).WaitAsync(KafkaBounds.Delivery * 2));
        Assert.Contains("nknown topic", failed.Message);
        await broker.Show("payments");

        await Persist(publisher, rows);
        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    private static async Task Persist(KafkaPublisher publisher, IReadOnlyList<OutboxRow> rows)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await publisher.Publish(rows, default);
                return;
            }
            catch (IOException e) when (attempt < 20)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"Attempt {attempt}: {e.Message}");
            }
        }
    }
}
