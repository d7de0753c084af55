namespace ECommerce.Simulation.Hunting;

/// <summary>What somebody does in a story.</summary>
internal enum DeedKind
{
    Charge,
    Claim,
    SetCart,
    AddToCart,
    ClearCart,
    LookAtCart,
    Place,
    PlaceFromCart,
    Buy,
    BuyFromCart,
    Pay,
    CancelWhole,
    CancelPart,
    LookAtOrder,
    LookAtOrders,
    LookAtWallet,
    LookAtEntries,
    LookAtCoupons,
    LookAtProduct,
    LookAtCampaigns,
    LookAtBestSellers,
    GiveCoupon,
    AdjustWallet,
    AdjustStock,
    SaveProduct,
    ArchiveProduct,
    SaveCampaign,
    PauseCampaign,
    Restart,
    JumpClock,
}

/// <summary>One deed of a story. What a kind does not need says nothing.</summary>
/// <param name="Number">Its place in the story.</param>
/// <param name="Who">The user, the operator or nobody.</param>
/// <param name="Device">Deeds of one device come one after the other, those of several at once.</param>
/// <param name="UserId">Whom it is about.</param>
/// <param name="Slot">Names an order or a key of the user.</param>
/// <param name="Other">A sku more, or none.</param>
/// <param name="Amount">Units or won.</param>
/// <param name="Choice">A number by which the kind chooses between variants of itself.</param>
/// <param name="Pause">Before it.</param>
/// <param name="AtLastMoment">Right before the order expires, instead of after the pause.</param>
/// <param name="Twice">The user taps twice.</param>
/// <param name="Leaves">The user does not wait for the answer.</param>
internal sealed record Deed(
    int Number, DeedKind Kind, string Who, string Device, string UserId, int Slot, string Sku, string? Other, long Amount, int Choice, TimeSpan Pause,
    bool AtLastMoment, bool Twice, bool Leaves)
{
    public string OrderId => $"{UserId}-order-{Slot}";

    public override string ToString() =>
        $"{Number}. {Who} ({Device}) {(AtLastMoment ? "at the last moment" : $"after {Pause.TotalMilliseconds} ms")}: {Kind}" +
        $"{(Twice ? " twice" : "")}{(Leaves ? ", without waiting" : "")} [{UserId} slot {Slot}, {Sku}{(Other is null ? "" : " and " + Other)}, {Amount}, choice {Choice}]";
}
