using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.Deployment.Tests;

/// <summary>What compose sets is what the code reads, and leads to services that are there.</summary>
public sealed class SettingsTests
{
    private const string Bearer = "Authentication:Schemes:Bearer:";

    /// <summary>Whose code reads the settings of a target.</summary>
    internal static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["silo"] = ["src/Silo", "src/DataPlatform"],
        ["frontend"] = ["src/WebFrontend"],
    };

    private static ComposeFile File => ComposeFile.Own;

    [Fact]
    public void Every_setting_is_read_by_the_program_it_is_given_to()
    {
        foreach (var service in File.Built)
        {
            var sources = Repository.Sources(Rooms[service.Target!]).ToList();
            Assert.All(Keys(service).Where(key => !key.StartsWith(Bearer, StringComparison.Ordinal)), key => Assert.True(IsRead(key, sources), key));
        }
    }

    [Theory]
    [InlineData("Orleans:Endpoints:AdvertizedIPAddress")]
    [InlineData("ConnectionStrings:Postgresql")]
    [InlineData("Demo")]
    public void A_setting_that_nobody_reads_is_found(string key) => Assert.False(IsRead(key, [.. Repository.Sources(Rooms["silo"])]));

    [Fact]
    public async Task Tokens_signed_with_the_given_key_are_taken_and_no_others()
    {
        var key = new byte[32];
        var settings = File["frontend"].Environment.ToDictionary(
            it => it.Key.Replace("__", ":"), it => it.Value.StartsWith("${JWT_SIGNING_KEY:") ? Convert.ToBase64String(key) : it.Value);
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings!).Build());
        services.AddAuthentication().AddJwtBearer();
        using var provider = services.BuildServiceProvider();
        var parameters = provider.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme).TokenValidationParameters;

        async Task<bool> IsTaken(string issuer, string audience, byte[] signedWith) =>
            (await new JsonWebTokenHandler().ValidateTokenAsync(Token(issuer, audience, signedWith), parameters)).IsValid;
        Assert.True(await IsTaken("ecommerce", "ecommerce", key));
        Assert.False(await IsTaken("another", "ecommerce", key));
        Assert.False(await IsTaken("ecommerce", "another", key));
        Assert.False(await IsTaken("ecommerce", "ecommerce", [.. key.Select(_ => (byte)1)]));
        Assert.All(settings.Keys.Where(name => name.StartsWith(Bearer)), name => Assert.Matches(
            "^(ValidIssuer|ValidAudiences:0|SigningKeys:0:(Issuer|Value))$", name[Bearer.Length..]));
    }

    [Fact]
    public void It_is_a_production_shop_that_is_seeded_only_when_asked()
    {
        Assert.DoesNotContain(File.Built.SelectMany(Keys), key => key.StartsWith("DevTokens") || key.EndsWith("_ENVIRONMENT"));
        Assert.DoesNotContain(ContainerFile.Own.Stages.SelectMany(stage => stage.Instructions), it => it.Text.Contains("_ENVIRONMENT="));
        Assert.Equal("${DEMO_SEED:-false}", File["silo"].Environment["Demo__Seed"]);
    }

    [Fact]
    public void The_shop_finds_redis_and_postgres()
    {
        var postgres = File["postgres"].Environment;

        Assert.All(File.Built, service => Assert.Equal("redis:6379", service.Environment["ConnectionStrings__Redis"]));
        Assert.Equal(
            $"Host={File["postgres"].Name};Database={postgres["POSTGRES_DB"]};Username={postgres["POSTGRES_USER"]};Password={postgres["POSTGRES_PASSWORD"]}",
            File["silo"].Environment["ConnectionStrings__Postgres"]);
        Assert.Contains($"-h 127.0.0.1 -U {postgres["POSTGRES_USER"]} -d {postgres["POSTGRES_DB"]}", string.Join(' ', File["postgres"].HealthCheck));
    }

    [Fact]
    public void The_payment_stream_finds_kafka_by_the_name_that_kafka_tells_its_clients()
    {
        var kafka = File["kafka"].Environment;
        var servers = File["silo"].Environment["DataPlatform__Kafka__BootstrapServers"];

        Assert.Equal($"PLAINTEXT://{servers}", kafka["KAFKA_ADVERTISED_LISTENERS"]);
        Assert.Equal(File["kafka"].Name, servers.Split(':')[0]);
        Assert.StartsWith($"PLAINTEXT://:{servers.Split(':')[1]},", kafka["KAFKA_LISTENERS"]);
        Assert.Equal(("true", "16"), (kafka["KAFKA_AUTO_CREATE_TOPICS_ENABLE"], kafka["KAFKA_NUM_PARTITIONS"]));
        Assert.Contains($"kafka:{kafka["KAFKA_LOG_DIRS"]}", File["kafka"].Volumes);
    }

    [Fact]
    public void A_silo_advertises_the_name_that_stands_for_all_silos() =>
        Assert.Equal(File["silo"].Name, File["silo"].Environment["Orleans__Endpoints__AdvertisedIPAddress"]);

    private static string Token(string issuer, string audience, byte[] key) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer,
        Audience = audience,
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
    });

    private static IEnumerable<string> Keys(ComposeService service) => service.Environment.Keys.Select(key => key.Replace("__", ":"));

    /// <summary>By its whole name, as a connection string, or by a section's name and its own in one file.</summary>
    internal static bool IsRead(string key, IReadOnlyList<string> sources)
    {
        var cut = key.LastIndexOf(':');
        var (section, name) = cut < 0 ? (key, key) : (key[..cut], key[(cut + 1)..]);
        return sources.Any(source => section == "ConnectionStrings"
            ? source.Contains($"GetConnectionString(\"{name}\")")
            : source.Contains($"\"{key}\"") || (cut > 0 && source.Contains($"\"{section}\"") && Regex.IsMatch(source, $"\"{name}\"")));
    }
}
