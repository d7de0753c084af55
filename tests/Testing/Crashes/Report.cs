namespace ECommerce.Testing.Crashes;

/// <summary>What a crash test did, for whoever reads its output.</summary>
public static class Report
{
    /// <summary>How many of each kind were acknowledged, and how many were left in the dark.</summary>
    public static string Of(Journal journal)
    {
        var lines = journal.Operations
            .GroupBy(operation => operation.Kind)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}: {group.Count(o => o.Acknowledged is not null)} answered, {group.Count(o => o.Acknowledged is null)} not");
        Assert.Contains(journal.Operations, operation => operation.Acknowledged is { IsSuccess: true });
        return string.Join("; ", lines);
    }
}
