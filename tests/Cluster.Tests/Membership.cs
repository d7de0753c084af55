using System.Text.Json;

namespace ECommerce.Cluster.Tests;

/// <summary>Who belongs to a cluster, as Redis has it.</summary>
/// <param name="Version">Grows with every change: a silo that comes, goes, is suspected or is declared dead.</param>
/// <param name="Active">Silos that are in.</param>
/// <param name="Dead">Silos that stopped or were declared dead.</param>
internal sealed record Membership(long Version, int Active, int Dead)
{
    private const string Key = "ecommerce/members/ecommerce";
    private const string VersionField = "Version";
    private const int ActiveStatus = 3;
    private const int DeadStatus = 6;

    public static async Task<Membership> Of(Deployment deployment)
    {
        var table = (await deployment.Redis!.Ask("HGETALL", Key)).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        var silos = table.Where(row => row.Key != VersionField).Select(row => JsonDocument.Parse(row.Value).RootElement.GetProperty("Status").GetInt32()).ToList();
        return new Membership(
            long.Parse(table[VersionField]), silos.Count(status => status == ActiveStatus), silos.Count(status => status == DeadStatus));
    }

    /// <summary>Waits until so many silos are dead, or the time is over.</summary>
    public static Task<Membership> WaitForDead(Deployment deployment, int dead, TimeSpan within) =>
        Eventually.Ask(() => Of(deployment), now => now.Dead >= dead, within);
}
