namespace ECommerce.Simulation.Hunting;

/// <summary>Puts the products and the campaign there before anybody comes.</summary>
internal static class Opening
{
    public static async Task OpenAsync(World world)
    {
        var grains = world.HostOf(0);
        foreach (var product in world.Story.Shop.Variants.GroupBy(variant => variant.ProductId))
        {
            world.Auditor.Done(await Save(grains, product.Key, [.. product.Select(variant => (variant.Sku, variant.Price, variant.Stock))]));
        }

        world.Auditor.Done(await grains.GetGrain<ICampaignGrain>(ShopSetting.CampaignId).Save(world.Story.Shop.Campaign));
    }

    /// <summary>Saves a product with these variants and no other.</summary>
    public static Task<Outcome<SavedProduct, ProductRefusal>> Save(IGrainFactory grains, string id, IReadOnlyList<(string Sku, long Price, long Stock)> variants) =>
        grains.GetGrain<IProductGrain>(id).Save(new SaveProduct(
            id, null, null, null,
            [new ProductOption("Sku", [.. variants.Select(variant => variant.Sku)])],
            [.. variants.Select(variant => new SaveVariant(
                variant.Sku, new Dictionary<string, string> { ["Sku"] = variant.Sku }, variant.Price, variant.Stock))]));
}
