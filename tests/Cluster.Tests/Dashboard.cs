namespace ECommerce.Cluster.Tests;

/// <summary>The cluster's own page is an operator's.</summary>
[Collection(OneCluster.Name)]
public sealed class Dashboard(RunningCluster cluster)
{
    private const string Page = "/v1/admin/dashboard/";

    // The page collects its counters on a timer, and begins anew when the silo that held it is gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task It_opens_to_operators_only_and_knows_the_silos()
    {
        var deployment = await cluster.Whole();
        var shop = deployment.Shop();
        var admin = await shop.Admin();

        (await shop.Anonymous.Get(Page)).Expect(401);
        (await (await shop.NewUser()).Get(Page)).Expect(403);
        Assert.Contains("Orleans Dashboard", (await admin.Get(Page)).Expect(200).Text);
        async Task<int> Active() => (await admin.Get(Page + "DashboardCounters")).Expect(200)["hosts"].EnumerateArray()
            .Count(host => host.Text("status") == "Active");
        Assert.Equal(deployment.Silos.Count, await Eventually.Ask(Active, active => active == deployment.Silos.Count, Patience));
    }
}
