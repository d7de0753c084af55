using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend;

/// <summary>The standard <c>Authentication:Schemes:Bearer</c> configuration, and what is wrong with it.</summary>
internal sealed class AuthenticationSettings(IConfiguration configuration)
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Authentication:Schemes:Bearer";

    /// <summary>The shortest key that HS256 takes, in bytes.</summary>
    private const int ShortestKey = 32;

    private readonly IConfigurationSection _bearer = configuration.GetSection(Section);

    private IEnumerable<IConfigurationSection> Entries => _bearer.GetSection("SigningKeys").GetChildren();

    private IEnumerable<IConfigurationSection> ConfiguredKeys => Entries.Where(key => !string.IsNullOrEmpty(key["Value"]));

    private bool HasProvider => Address is { Length: > 0 };

    private string? Address => _bearer["MetadataAddress"] is { Length: > 0 } metadata ? metadata : _bearer["Authority"];

    private HashSet<string> Issuers => [.. Texts("ValidIssuer")];

    /// <summary>The keys of the accepted issuers. Unlike the framework it takes several of one issuer, so that keys can be changed.</summary>
    public IReadOnlyList<SecurityKey> Keys =>
        [.. ConfiguredKeys.Where(key => Issuers.Contains(key["Issuer"] ?? "")).Select(key => new SymmetricSecurityKey(Convert.FromBase64String(key["Value"]!)))];

    /// <summary>Why nobody could call with these settings, or the check of every token would fail; null: somebody can.</summary>
    /// <param name="hasOthers">True: tokens of a key that is not configured are accepted as well.</param>
    public string? Fault(bool hasOthers) =>
        !HasProvider && !ConfiguredKeys.Any() ? hasOthers ? null : $"No key to check tokens with: configure {Section}:SigningKeys or {Section}:Authority "
            + "(see 'Who calls' in the README), or run with ASPNETCORE_ENVIRONMENT=Development to try the shop."
        : ConfiguredKeys.Select(KeyFault).FirstOrDefault(fault => fault is not null) is { } key ? key
        : AddressFault() is { } address ? address
        : hasOthers ? null
        : IsOn("ValidateAudience") && !Texts("ValidAudience").Any() ? $"No audience, so no token is for this shop: configure {Section}:ValidAudiences."
        : HasProvider ? null
        : Issuers.Count == 0 ? $"No issuer, so no token is accepted: configure {Section}:ValidIssuer."
        : Keys.Count == 0 ? $"No key belongs to an accepted issuer: the Issuer of one of {Section}:SigningKeys must be a ValidIssuer."
        : Keys.Count < Entries.Count() ? $"Some of {Section}:SigningKeys has no Value, or an Issuer that is no ValidIssuer, so its tokens would be refused."
        : null;

    private string? AddressFault() =>
        !HasProvider ? null
        : !Uri.TryCreate(Address, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")
            ? $"{Section}:Authority is not the address of an identity provider."
        : address.Scheme == "http" && IsOn("RequireHttpsMetadata")
            ? $"{Section}:Authority must be https; {Section}:RequireHttpsMetadata=false allows http to try the shop."
        : null;

    /// <summary>True unless a check is switched off.</summary>
    private bool IsOn(string name) => !string.Equals(_bearer[name], "false", StringComparison.OrdinalIgnoreCase);

    private static string? KeyFault(IConfigurationSection key)
    {
        var text = key["Value"]!;
        var bytes = new byte[text.Length];
        return !Convert.TryFromBase64String(text, bytes, out var length) ? $"{key.Path}:Value is no key: it is not base64."
            : length < ShortestKey ? $"{key.Path}:Value is no key: it has {length} bytes, and HS256 needs at least {ShortestKey}."
            : null;
    }

    /// <summary>The values of a setting that may be one or many: <c>ValidIssuer</c> and <c>ValidIssuers:*</c>.</summary>
    private IEnumerable<string> Texts(string name) =>
        _bearer.GetSection(name + "s").GetChildren().Select(child => child.Value).Append(_bearer[name]).OfType<string>().Where(text => text.Length > 0);
}
