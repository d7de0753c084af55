namespace ECommerce.Faults;

/// <summary>A shop to which something happens.</summary>
public interface IFaultyShop
{
    /// <summary>As users reach it.</summary>
    Shop Shop { get; }

    /// <summary>Where it publishes payments.</summary>
    string PaymentsFile { get; }
}

/// <summary>One process, asked directly.</summary>
internal sealed class OneProcess(ShopProcess process) : IFaultyShop
{
    public Shop Shop { get; } = new([process.Http], signed: true);

    public string PaymentsFile => process.PaymentsFile;
}
