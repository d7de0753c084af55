namespace ECommerce.WebFrontend;

/// <summary>The most that a frontend holds in memory of what it could make or read again, in bytes. What is beyond is made anew each time, or refused.</summary>
internal static class MemoryBounds
{
    /// <summary>First pages of one product list, and what they are compressed to.</summary>
    public const long Answers = 64 << 20;

    /// <summary>The JSON of products that pages were made of lately.</summary>
    public const long ProductJson = 64 << 20;

    /// <summary>Products of one import that wait until its file was read. A file with more of them is to be sent in parts.</summary>
    public const long WaitingProducts = 64 << 20;

    /// <summary>The tokens that are known to be valid, by their characters.</summary>
    public const long Tokens = 16_000_000;
}
