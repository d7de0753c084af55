namespace ECommerce.Grains;

/// <summary>What a wallet or a product decides on a request for a hold.</summary>
internal enum HoldDecision
{
    /// <summary>Set aside.</summary>
    Held,

    /// <summary>Committed state covers it, but payments under way may take it first.</summary>
    Contended,

    /// <summary>Committed state does not cover it.</summary>
    Refused,
}
