namespace ECommerce.Grains;

/// <summary>
/// What is stored of a waiting room. The numbers are ahead of what was told, by about a second's worth, so that it is written about once a second
/// and no place is given twice after its silo was killed.
/// </summary>
[GenerateSerializer, Alias("WaitingRoomMarks")]
public sealed class WaitingRoomMarks
{
    /// <summary>The key by which tickets are sealed, in base64; null: there was no caller yet.</summary>
    [Id(0)]
    public string? Key { get; set; }

    /// <summary>No place beyond this one was given.</summary>
    [Id(1)]
    public long Given { get; set; }

    /// <summary>No place beyond this one was called.</summary>
    [Id(2)]
    public long Called { get; set; }

    /// <summary>The turns of places up to this one are over.</summary>
    [Id(3)]
    public long Ended { get; set; }
}
