namespace ECommerce.WebFrontend;

/// <summary>
/// The data of an event <c>figures</c>. A part that cannot be read just now is absent. All of it is of the whole shop but <paramref name="Frontend"/>,
/// which is of the frontend that answers.
/// </summary>
/// <param name="Today">Since midnight in Korea; at most five seconds old.</param>
/// <param name="Campaigns">Those that have not ended, soonest to end first.</param>
/// <param name="PaymentStream">At most five seconds old.</param>
/// <param name="Silos">At most five seconds old.</param>
/// <param name="Readiness">At most five seconds old.</param>
internal sealed record LiveFigures(
    DateTimeOffset At,
    FrontendFigures Frontend,
    SalesView? Today,
    IReadOnlyList<CampaignBurn>? Campaigns,
    StreamDepth? PaymentStream,
    IReadOnlyList<SiloFigures>? Silos,
    ReadinessFigures? Readiness);

/// <summary>What one frontend answered in the last ten seconds, streams and probes left out.</summary>
/// <param name="Name">Of the machine, and the id of the process.</param>
/// <param name="ClaimsPerSecond">Coupons that were claimed.</param>
/// <param name="P50">Half of the answers took so long or less, in milliseconds, exact to a tenth of it; absent: there was none.</param>
/// <param name="P99">Of a hundred answers 99 took so long or less.</param>
/// <param name="Answers">By status.</param>
/// <param name="Problems">By code of the problem details; <c>waiting</c>: claims that were told their place in a waiting room.</param>
/// <param name="Streams">Event streams that are open.</param>
internal sealed record FrontendFigures(
    string Name,
    double CallsPerSecond,
    double ClaimsPerSecond,
    double? P50,
    double? P99,
    IReadOnlyList<StatusRate> Answers,
    IReadOnlyList<CodeRate> Problems,
    int Streams);

/// <summary>Answers with a status.</summary>
internal sealed record StatusRate(int Status, double PerSecond);

/// <summary>Problems with a code.</summary>
internal sealed record CodeRate(string Code, double PerSecond);

/// <summary>How fast the coupons of a campaign go.</summary>
/// <param name="PerSecond">Over the last ten seconds.</param>
/// <param name="ProjectedEnd">When none is left if it goes on so; absent: none goes, or none is left.</param>
internal sealed record CampaignBurn(
    string Id, string Name, long Quantity, long Issued, long Remaining, DateTimeOffset StartsAt, DateTimeOffset EndsAt, double PerSecond,
    DateTimeOffset? ProjectedEnd, bool? Paused);

/// <summary>How far the payment stream is.</summary>
internal sealed record StreamDepth(long Pending, double OldestSeconds, long Parked, long Published, double PublishedPerSecond);

/// <summary>A silo and the grains that are active in it.</summary>
internal sealed record SiloFigures(string Name, string Status, int Activations);

/// <summary>Whether the shop can be used from this frontend.</summary>
/// <param name="Problems">What is wrong, each with the name of the dependency.</param>
internal sealed record ReadinessFigures(bool Ok, IReadOnlyList<string> Problems);
