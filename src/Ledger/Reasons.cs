namespace ECommerce.Ledger;

/// <summary>What is told of a failure.</summary>
public static class Reasons
{
    /// <summary>What failed, and where it is known, what the database or the system said.</summary>
    public static string Reason(this UnavailableException failure) =>
        failure.InnerException is null ? failure.Message : $"{failure.Message} {failure.GetBaseException().Message}";
}
