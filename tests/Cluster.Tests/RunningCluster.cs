namespace ECommerce.Cluster.Tests;

/// <summary>A cluster for the tests that leave it as they found it: two silos, two frontends, Redis and PostgreSQL.</summary>
public sealed class RunningCluster : IAsyncDisposable
{
    private Deployment? _deployment;

    /// <summary>The cluster, whole: what an earlier test left dead is started again.</summary>
    public async Task<Deployment> Whole()
    {
        _deployment ??= await Deployment.StartCluster(new ShopSettings { SigningKey = true });
        foreach (var process in _deployment.Silos.Concat(_deployment.Frontends).Where(process => process.HasExited))
        {
            await process.Start();
        }

        return _deployment;
    }

    public ValueTask DisposeAsync() => _deployment?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>Who shares it.</summary>
[CollectionDefinition(Name)]
public sealed class OneCluster : ICollectionFixture<RunningCluster>
{
    public const string Name = "one cluster";
}
