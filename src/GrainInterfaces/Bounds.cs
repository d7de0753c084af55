namespace ECommerce.GrainInterfaces;

/// <summary>The bounds of what may be asked.</summary>
public static class Bounds
{
    /// <summary>The least charge, in won.</summary>
    public const long MinimumCharge = 1_000;

    /// <summary>The largest charge, in won.</summary>
    public const long MaximumCharge = 10_000_000;

    /// <summary>The largest price of one unit, in won.</summary>
    public const long MaximumPrice = 1_000_000_000;

    /// <summary>The largest stock of one variant, in units; also the largest change of it.</summary>
    public const long MaximumStock = 1_000_000_000;

    /// <summary>The largest quantity of one line, as it is asked for.</summary>
    public const int MaximumLineQuantity = 99;

    /// <summary>The largest quantity of a variant in an order: all its lines may ask for the same.</summary>
    public const int MaximumOrderQuantity = MaximumLineQuantity * MaximumLines;

    /// <summary>The most lines of an order, and of a cart.</summary>
    public const int MaximumLines = 50;

    /// <summary>How long a placed order can be paid.</summary>
    public static readonly TimeSpan OrderAge = TimeSpan.FromMinutes(30);

    /// <summary>The most items on one page.</summary>
    public const int MaximumPage = 100;

    /// <summary>Items on a page when the caller does not say.</summary>
    public const int DefaultPage = 20;

    /// <summary>The most rows that an export reads at once.</summary>
    public const int MaximumExportPage = 500;

    /// <summary>The largest quantity of a campaign.</summary>
    public const long MaximumCampaignQuantity = 10_000_000;

    /// <summary>The longest validity of a coupon, in days.</summary>
    public const int MaximumValidDays = 3_650;

    /// <summary>The most claims in one call to a campaign.</summary>
    public const int MaximumClaimsPerCall = 1_000;

    /// <summary>The most variants of a product.</summary>
    public const int MaximumVariants = 500;

    /// <summary>The most options of a product.</summary>
    public const int MaximumOptions = 3;

    /// <summary>The most tags of a product.</summary>
    public const int MaximumTags = 250;

    /// <summary>The most pictures of a product.</summary>
    public const int MaximumImages = 250;

    /// <summary>The longest id or sku, in characters.</summary>
    public const int MaximumIdLength = 128;

    /// <summary>The longest name, of an option and its values as well, in characters.</summary>
    public const int MaximumNameLength = 300;

    /// <summary>The longest description, in characters.</summary>
    public const int MaximumDescriptionLength = 20_000;

    /// <summary>The longest address of an image, in characters.</summary>
    public const int MaximumUrlLength = 2_000;

    /// <summary>The longest reason that a user gives, in characters.</summary>
    public const int MaximumReasonLength = 1_000;

    /// <summary>Best sellers are counted over this window.</summary>
    public static readonly TimeSpan BestSellerWindow = TimeSpan.FromHours(72);

    /// <summary>No grain refuses, and no reader is answered, on state older than this.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
}
