using ECommerce.DataPlatform.Kafka;
using ECommerce.Testing;

namespace ECommerce.DataPlatform.Tests.Kafka;

/// <summary>Failures of a broker. As the payment stream does, the tests publish the same rows again after a failed call.</summary>
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
    public async Task Events_arrive_in_order_whatever_error_requests_fail_with(int code)
    {
        await using var broker = await KafkaBroker.Start(partitions: 2);
        await using var publisher = Some.Kafka(broker);
        var rows = Some.Rows(1_000, users: 20);
        await publisher.Publish(Some.Rows(1, users: 1, prefix: "before-"), default);
        await broker.Fail(0, code, code, 0, code, 0, 0, code);

        await PublishUntilDone(publisher, rows);
        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    [Fact]
    public async Task A_connection_lost_before_the_answer_causes_duplicates_at_most()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker);
        await publisher.Publish(Some.Rows(1, users: 1, prefix: "before-"), default);
        await broker.Slow(TimeSpan.FromMilliseconds(400));

        // Thirty events a user, one after the other: at 400 ms each they cannot all be acknowledged before the connection is cut.
        var rows = Some.Rows(600, users: 20);
        await using var follower = Kcat.Follow(broker);
        var publishing = PublishUntilDone(publisher, rows);
        await Eventually.Ask(() => Task.FromResult(follower.Count), count => count > 20, Some.Patience);
        Assert.False(publishing.IsCompleted);
        await broker.Down();
        await broker.Slow(TimeSpan.Zero);
        await broker.Up();

        await publishing;
        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    [Fact]
    public async Task Events_arrive_in_order_while_partitions_change_their_leader()
    {
        await using var broker = await KafkaBroker.Start(partitions: 3);
        await using var publisher = Some.Kafka(broker);
        var rows = Some.Rows(3_000, users: 30);
        var turn = 0;
        foreach (var batch in rows.Chunk(250))
        {
            await broker.MoveLeader(turn % 3, 1 + (turn++ / 2 % 3));
            await PublishUntilDone(publisher, batch);
        }

        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    [Fact]
    public async Task A_partition_without_a_leader_delays_only_its_own_events_and_causes_no_duplicates()
    {
        // Before the client connects: librdkafka's broker crashes when it gets a record for a partition without a leader.
        await using var broker = await KafkaBroker.Start(partitions: 4);
        await broker.MoveLeader(0, NoBroker);
        await using var publisher = Some.Kafka(broker);
        var rows = Some.Rows(400, users: 100);
        var failed = await Assert.ThrowsAsync<PartlyPublishedException>(() => publisher.Publish(rows, default));
        var left = rows.Except(failed.Published).ToList();
        Assert.InRange(left.Select(row => row.Event.UserId).Distinct().Count(), 1, 60);
        await broker.MoveLeader(0, 1);

        await PublishUntilDone(publisher, left);
        var records = await Kcat.Read(broker);
        records.ShowOrderOf(rows);
        Assert.Equal(rows.Count, records.Count);
    }

    [Fact]
    public async Task Calls_time_out_while_the_broker_is_away_and_succeed_after_its_return()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker);
        await publisher.Publish(Some.Rows(1, users: 1, prefix: "before-"), default);
        await broker.Down();
        var rows = Some.Rows(500, users: 100);
        var failed = await Assert.ThrowsAsync<IOException>(() => publisher.Publish(rows, default).WaitAsync(Some.Patience));
        Assert.Contains("timed out", failed.Message);
        await broker.Up();

        await PublishUntilDone(publisher, rows);
        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    [Fact]
    public async Task A_missing_topic_is_given_as_the_reason_and_is_used_once_it_exists()
    {
        await using var broker = await KafkaBroker.Start();
        await broker.Hide("payments");
        await using var publisher = Some.Kafka(broker);
        var rows = Some.Rows(10, users: 10);
        var failed = await Assert.ThrowsAsync<IOException>(() => publisher.Publish(rows, default).WaitAsync(Some.Patience));
        Assert.Contains("nknown topic", failed.Message);
        await broker.Show("payments");

        await PublishUntilDone(publisher, rows);
        (await Kcat.Read(broker)).ShowOrderOf(rows);
    }

    private static async Task PublishUntilDone(KafkaPublisher publisher, IReadOnlyList<OutboxRow> rows)
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
