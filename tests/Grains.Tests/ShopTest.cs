namespace ECommerce.Grains.Tests;

/// <summary>
/// Every test has a shop of its own. A silo starts in about a tenth of a second, which is less than it would cost to keep the
/// tests of a shared one from each other's memory.
/// </summary>
public abstract class ShopTest : IAsyncLifetime
{
    private protected Shop Shop { get; } = new();

    public async ValueTask InitializeAsync() => await Shop.Start();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Shop.DisposeAsync();
    }
}
