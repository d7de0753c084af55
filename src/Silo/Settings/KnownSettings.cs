using Microsoft.Extensions.Configuration;

namespace ECommerce.Silo;

/// <summary>
/// All settings of the shop's own sections. A name that is none of them would be passed over in silence: with <c>ConnectionStrings:Postgress</c>
/// a shop would sell from an embedded ledger that nobody backs up. Sections that others read, such as <c>Logging</c>, <c>Kestrel</c> and
/// <c>Orleans</c>, are theirs to check.
/// </summary>
public static class KnownSettings
{
    /// <summary>Those that are true or false.</summary>
    private const string Switches = """
        Authentication:Schemes:Bearer:IncludeErrorDetails
        Authentication:Schemes:Bearer:MapInboundClaims
        Authentication:Schemes:Bearer:RefreshOnIssuerKeyNotFound
        Authentication:Schemes:Bearer:RequireHttpsMetadata
        Authentication:Schemes:Bearer:SaveToken
        Authentication:Schemes:Bearer:ValidateAudience
        Authentication:Schemes:Bearer:ValidateIssuer
        Demo:Seed
        DevTokens:AllowInProduction
        DevTokens:Enabled
        RateLimits:Enabled
        """;

    /// <summary>The others. What begins like one that ends with a star is known as well: an entry of a list, or a section that checks its names itself.</summary>
    private const string Others = """
        Admission:MaximumInFlight
        Admission:MinimumInFlight
        Admission:TargetMilliseconds
        Authentication:RoleClaim
        Authentication:Schemes:Bearer:Authority
        Authentication:Schemes:Bearer:AutomaticRefreshInterval
        Authentication:Schemes:Bearer:BackchannelTimeout
        Authentication:Schemes:Bearer:Challenge
        Authentication:Schemes:Bearer:Forward*
        Authentication:Schemes:Bearer:MetadataAddress
        Authentication:Schemes:Bearer:RefreshInterval
        Authentication:Schemes:Bearer:SigningKeys:*
        Authentication:Schemes:Bearer:ValidAudience
        Authentication:Schemes:Bearer:ValidAudiences:*
        Authentication:Schemes:Bearer:ValidIssuer
        Authentication:Schemes:Bearer:ValidIssuers:*
        ConnectionStrings:Postgres
        ConnectionStrings:Redis
        Connections:Maximum
        Connections:MaximumPerAddress
        Cors:Origins
        Cors:Origins:*
        DataPlatform:EventHubs:ConnectionString
        DataPlatform:EventHubs:Name
        DataPlatform:File
        DataPlatform:Kafka:*
        ForwardedHeaders:KnownProxies
        ForwardedHeaders:KnownProxies:*
        Live:HeartbeatSeconds
        Live:MaximumStreams
        Live:MaximumStreamsPerAddress
        Live:StreamSeconds
        Pages:SignIn:Audience
        Pages:SignIn:Authority
        Pages:SignIn:ClientId
        Pages:SignIn:Origins
        Pages:SignIn:Origins:*
        Pages:SignIn:Scope
        RateLimits:Anonymous:Burst
        RateLimits:Anonymous:PermitsPerSecond
        RateLimits:User:Burst
        RateLimits:User:PermitsPerSecond
        Retention:LogDays
        Retention:PaymentEventDays
        Retention:UnpaidOrderDays
        Retention:WalletEntryDays
        Shutdown:DrainSeconds
        Sqlite:Path
        WaitingRoom:ClaimsPerSecond
        WaitingRoom:TurnSeconds
        """;

    private static readonly string[] SwitchNames = Switches.Split('\n');

    /// <summary>By their whole names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SwitchNames, .. Others.Split('\n')];

    /// <summary>Which setting is none, or is no switch; null: all are right.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        Given(configuration).FirstOrDefault(name => !Names.Any(known => IsNamed(name, known))) is { } unknown
            ? $"{unknown} is no setting of the shop. In {SectionOf(unknown)} there are {string.Join(", ", Names.Where(name => SectionOf(name).Equals(SectionOf(unknown), StringComparison.OrdinalIgnoreCase)))}."
        : SwitchNames.FirstOrDefault(name => configuration[name] is { } text && !bool.TryParse(text, out _)) is { } wrong
            ? $"{wrong} is neither true nor false."
        : null;

    // What has the name of a section and no more, such as a variable DEMO of the environment, was meant for others.
    private static IEnumerable<string> Given(IConfiguration configuration) => Names.Select(SectionOf).Distinct()
        .SelectMany(section => configuration.GetSection(section).AsEnumerable())
        .Where(setting => !string.IsNullOrEmpty(setting.Value) && setting.Key.Contains(ConfigurationPath.KeyDelimiter) && !IsProviderName(setting.Key))
        .Select(setting => setting.Key);

    // Beside a connection string that comes from the environment by its kind (POSTGRESQLCONNSTR_…), the framework keeps the name of a provider.
    private static bool IsProviderName(string name) =>
        name.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) && name.EndsWith("_ProviderName", StringComparison.OrdinalIgnoreCase);

    private static bool IsNamed(string name, string known) => known.EndsWith('*')
        ? name.StartsWith(known[..^1], StringComparison.OrdinalIgnoreCase)
        : name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static string SectionOf(string name) => name.Split(':')[0];
}
