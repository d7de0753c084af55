namespace ECommerce.WebFrontend;

/// <summary>How fast the coupons of each campaign go: from what was issued when it was looked at before, once a second.</summary>
internal sealed class BurnDown
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Queue<(DateTimeOffset At, long Issued)>> _seen = [];

    /// <summary>The figures of campaigns as they are now.</summary>
    public IReadOnlyList<CampaignBurn> Of(IReadOnlyList<CampaignView> campaigns, DateTimeOffset now)
    {
        foreach (var gone in _seen.Keys.Except(campaigns.Select(campaign => campaign.Id)).ToList())
        {
            _seen.Remove(gone);
        }

        return [.. campaigns.Select(campaign => Of(campaign, now))];
    }

    /// <summary>Forgets what was seen.</summary>
    public void Clear() => _seen.Clear();

    private CampaignBurn Of(CampaignView campaign, DateTimeOffset now)
    {
        var seen = _seen.TryGetValue(campaign.Id, out var known) ? known : _seen[campaign.Id] = [];
        var issued = campaign.Quantity - campaign.Remaining;
        seen.Enqueue((now, issued));
        while (seen.Peek().At < now - Window)
        {
            seen.Dequeue();
        }

        var (since, before) = seen.Peek();
        var rate = since < now ? (issued - before) / (now - since).TotalSeconds : 0;
        return new(
            campaign.Id, campaign.Name, campaign.Quantity, issued, campaign.Remaining, campaign.StartsAt, campaign.EndsAt, Math.Round(rate, 2),
            rate > 0 && campaign.Remaining > 0 ? now.AddSeconds(campaign.Remaining / rate) : null, campaign.Paused == true ? true : null);
    }
}
