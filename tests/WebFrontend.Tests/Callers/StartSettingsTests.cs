namespace ECommerce.WebFrontend.Tests.Callers;

/// <summary>Settings with which nobody could call keep the program from starting, with the reason.</summary>
public sealed class StartSettingsTests
{
    private const string Bearer = "Authentication__Schemes__Bearer__";
    private const string Key = Bearer + "SigningKeys__0__Value";

    public static TheoryData<string, string, string> Wrong => new()
    {
        { Bearer + "ValidIssuer", "", "No issuer" },
        { Bearer + "ValidAudiences__0", "", "No audience" },
        { Bearer + "SigningKeys__0__Issuer", "another", "No key belongs to an accepted issuer" },
        { Key, "not base64!", "not base64" },
        { Key, Convert.ToBase64String(new byte[31]), "at least 32" },
        { Bearer + "Authority", "not an address", "not the address of an identity provider" },
        { Bearer + "Authority", "http://127.0.0.1:1", "must be https" },
        { "RateLimits__User__Burst", "0", "RateLimits:User:Burst" },
        { "Shutdown__DrainSeconds", "21", "Shutdown:DrainSeconds" },
        { "Retention__UnpaidOrderDays", "soon", "Retention:UnpaidOrderDays is neither 0" },
        { "Retention__LogDays", "29", "Retention:LogDays is neither 0" },
        { "RateLimits__Anonymous__PermitsPerSecond", "many", "RateLimits:Anonymous:PermitsPerSecond" },
        { "WaitingRoom__ClaimsPerSecond", "-1", "WaitingRoom:ClaimsPerSecond" },
        { "WaitingRoom__TurnSeconds", "9", "WaitingRoom:TurnSeconds" },
        { "Admission__TargetMilliseconds", "0", "Admission:TargetMilliseconds" },
        { "Admission__MaximumInFlight", "0", "Admission:MaximumInFlight" },
        { "Connections__Maximum", "0", "Connections:Maximum" },
        { "Connections__MaximumPerAddress", "-1", "Connections:MaximumPerAddress" },
        { "Cors__Origins__0", "https://shop.example/", "Cors:Origins" },
        { "Cors__Origins", "https://shop.example, shop.example", "Cors:Origins" },
        { "ForwardedHeaders__KnownProxies__0", "proxy", "ForwardedHeaders:KnownProxies" },
        { "RateLimits__User__PermitsPerSecond", "-1", "RateLimits:User:PermitsPerSecond" },
        { "RateLimits__Enabled", "maybe", "neither true nor false" },
        { "RateLimits__Usr__Burst", "5", "RateLimits:Usr:Burst is no setting" },
        { Bearer + "MetadataAddress", "ftp://login.example", "not the address of an identity provider" },
        { Bearer + "ValidateAudience", "on", "neither true nor false" },
        { Bearer + "ValidIsuer", "shop-tests", "ValidIsuer is no setting" },
        { Bearer + "SigningKeys__1__Issuer", "shop-tests", "has no Value" },
        { "Authentication__RoleClaim", " ", "Authentication:RoleClaim is blank" },
        { "DevTokens__Enabled", "true", "DevTokens:AllowInProduction=true" },
        { "ConnectionStrings__Postgress", "Host=127.0.0.1", "ConnectionStrings:Postgress is no setting" },
        { "ConnectionStrings__Postgres", "Database=shop;Password=secret", "names no Host" },
        { "ConnectionStrings__Postgres", "secret", "no connection string of PostgreSQL" },
        { "ConnectionStrings__Redis", "secret=,", "no connection string of Redis" },
        { "Sqlite__Path", "/", "not the path of a file" },
        { "Sqlite__Path", ":memory:", "not the path of a file" },
        { "DataPlatform__File", "/", "not the path of a file" },
        { "DataPlatform__Kafka__Topic", "payments", "without BootstrapServers" },
        { "DataPlatform__EventHubs__ConnectionString", "Endpoint=secret", "DataPlatform:EventHubs:ConnectionString" },
        { "urls", "localhost", "urls" },
        { "urls", "http://127.0.0.1:0;ftp://127.0.0.1", "ftp://127.0.0.1" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task The_program_says_what_is_wrong_and_ends_with_1(string setting, string value, string reason)
    {
        var settings = new ShopSettings
        {
            Stage = "Production",
            DevTokens = false,
            SigningKey = true,
            More = new Dictionary<string, string> { [setting] = value },
        };

        var (code, log) = await ShopProcess.RunToEnd(settings, within: TimeSpan.FromSeconds(60));

        Assert.True(code == 1, $"It ended with {code?.ToString() ?? "nothing"}:\n{log}");
        Assert.Contains(reason, log);
        Assert.DoesNotContain("   at ", log);
        Assert.DoesNotContain("secret", log);
    }

    [Fact]
    public async Task An_identity_provider_without_an_audience_lets_nobody_in_either()
    {
        var settings = new ShopSettings
        {
            Stage = "Production",
            DevTokens = false,
            More = new Dictionary<string, string> { [Bearer + "Authority"] = "https://login.example" },
        };

        var (code, log) = await ShopProcess.RunToEnd(settings, within: TimeSpan.FromSeconds(60));

        Assert.Equal(1, code);
        Assert.Contains("No audience", log);
    }

    [Fact]
    public async Task Two_keys_of_one_issuer_are_both_accepted_so_that_keys_can_be_changed()
    {
        await using var deployment = await Deployment.Start(new ShopSettings
        {
            Stage = "Production",
            DevTokens = false,
            SigningKey = true,
            More = new Dictionary<string, string>
            {
                [Bearer + "SigningKeys__1__Issuer"] = "shop-tests",
                [Bearer + "SigningKeys__1__Value"] = Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()),
            },
        });

        (await deployment.Shop().Bearer(SignedToken.For("mina")).Wallet()).Expect(200);
        (await deployment.Shop().Bearer(SignedToken.Signed("mina", [.. Enumerable.Repeat((byte)7, 32)])).Wallet()).Expect(200);
        (await deployment.Shop().Bearer(SignedToken.Forged("mina")).Wallet()).Expect(401, "unauthorized");
    }
}
