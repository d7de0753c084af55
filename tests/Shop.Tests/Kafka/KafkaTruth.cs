namespace ECommerce.ShopTests.Kafka;

/// <summary>What must be true of a topic after any load and any failure.</summary>
public static class KafkaTruth
{
    /// <summary>
    /// Each acknowledged payment is there; all records of a user are in one partition; the first record of each event comes in the
    /// order in which the user paid; and records with one id are one event.
    /// </summary>
    /// <param name="exact">True: nothing else is there. False: payments whose answer was lost may be.</param>
    public static void Holds(PaymentLoad load, IReadOnlyList<KafkaRecord> records, bool exact = true)
    {
        Assert.All(records.GroupBy(record => record.Id), same => Assert.Single(same.Select(record => (record.Key, record.Payload)).Distinct()));
        var byUser = records.GroupBy(record => record.Key).ToDictionary(group => group.Key, group => group.OrderBy(record => record.Offset).ToList());
        foreach (var (user, orders) in load.Paid)
        {
            var there = byUser.GetValueOrDefault(user, []);
            Assert.True(there.Select(record => record.Partition).Distinct().Count() == 1, $"{user} is in several partitions or none");
            var first = there.Select(record => record["ce_subject"]).Distinct().ToList();
            Assert.Equal(orders, exact ? first : first.Where(orders.Contains));
        }

        if (exact)
        {
            Assert.Equal(load.Paid.Keys.Order(), byUser.Keys.Order());
        }
    }
}
