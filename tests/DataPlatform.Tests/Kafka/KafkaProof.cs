using ECommerce.Testing;

namespace ECommerce.DataPlatform.Tests.Kafka;

/// <summary>What must be true of a topic, duplicates and all.</summary>
internal static class KafkaProof
{
    /// <summary>
    /// Each row is there; all records of a user are in one partition under the user's key; and the first record of each event comes
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
