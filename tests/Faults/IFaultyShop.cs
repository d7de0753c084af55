namespace ECommerce.Faults;

/// <summary>A shop to which something happens.</summary>
public interface IFaultyShop
{
    /// <summary>As users reach it.</summary>
    Shop Shop { get; }

    /// <summary>Where it publishes payments.</summary>
    string PaymentsFile { get; }
}

/// <summary>Any shop, reached in any way.</summary>
internal sealed record FaultyShop(Shop Shop, string PaymentsFile) : IFaultyShop
{
    /// <summary>One process, asked directly.</summary>
    public static FaultyShop Of(ShopProcess process) => new(new Shop([process.Http], signed: true), process.PaymentsFile);
}
