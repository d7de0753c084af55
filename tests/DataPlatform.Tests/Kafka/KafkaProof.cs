using ECommerce.Testing;

namespace ECommerce.DataPlatform.Tests.Kafka;

/// <summary>What must be true of the records in a topic, among which may be duplicates.</summary>
internal static class KafkaProof
{
    /// <summary>
    /// Each row is there. All records of a user are in one partition, with the user as their key. The first records of each event are
    /// in the order of the rows.
    /// </summary>
    public static void ShowOrderOf(this IReadOnlyList<KafkaRecord> records, IReadOnlyList<OutboxRow> rows)
    {
        var byUser = records.GroupBy(record => record.Key).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var user in rows.GroupBy(row => row.Event.UserId))
        {
            var there = byUser.GetValueOrDefault(user.Key, []);
            Assert.True(there.Select(record => record.Partition).Distinct().Count() == 1, $"{user.Key} is in several partitions or none");
            Assert.Equal(
                user.Select(row => row.Event.Id),
                there.OrderBy(record => record.Offset).DistinctBy(record => record.Id).Select(record => record.Id));
        }
    }
}
