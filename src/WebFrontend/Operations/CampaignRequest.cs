namespace ECommerce.WebFrontend;

/// <summary>A campaign to save.</summary>
internal sealed record CampaignRequest(
    string? Name = null,
    DiscountRequest? Discount = null,
    long? MinimumOrder = null,
    long? Quantity = null,
    int? ValidDays = null,
    DateTimeOffset? StartsAt = null,
    DateTimeOffset? EndsAt = null)
{
    /// <summary>Reads the command; what is missing is the answer. What the values mean, the campaign decides.</summary>
    public Problem? Read(out SaveCampaign? command)
    {
        command = null;
        if (Name is null)
        {
            return Problem.Invalid("name", "A name is needed.");
        }

        if (Discount is not { Type: { } type, Value: { } value })
        {
            return Problem.Invalid("discount", "A discount has a type, fixed or percent, and a value.");
        }

        if (Quantity is not { } quantity)
        {
            return Problem.Invalid("quantity", "A quantity is needed.");
        }

        if (ValidDays is not { } validDays)
        {
            return Problem.Invalid("validDays", "A validity in days is needed.");
        }

        if (StartsAt is not { } startsAt)
        {
            return Problem.Invalid("startsAt", "A time is needed.");
        }

        if (EndsAt is not { } endsAt)
        {
            return Problem.Invalid("endsAt", "A time is needed.");
        }

        command = new SaveCampaign(
            Name, new Discount(type, value, Discount.Maximum), MinimumOrder ?? 0, quantity, validDays, startsAt, endsAt);
        return null;
    }
}

/// <summary>A discount to save.</summary>
internal sealed record DiscountRequest(DiscountType? Type = null, long? Value = null, long? Maximum = null);
