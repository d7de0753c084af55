namespace ECommerce.WebFrontend.Tests.Overload;

/// <summary>Somebody holds more connections than the process may have descriptors.</summary>
public sealed class ConnectionTests
{
    private const int Descriptors = 1_024;
    private const int Held = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string[] FewDescriptors => ["prlimit", $"--nofile={Descriptors}"];

    [Theory]
    [InlineData("")]
    [InlineData("GET /v1/products HTTP/1.1\r\nHost: shop\r\nX-Never: ")]
    [InlineData("POST /v1/wallet/charges HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")]
    public async Task Connections_that_hold_no_whole_request_neither_end_the_shop_nor_keep_users_out(string sent)
    {
        await using var deployment = await Deployment.Start(new ShopSettings { SigningKey = true, Launcher = FewDescriptors });
        var process = deployment.Frontends[0];
        var user = await deployment.Shop().NewUser();
        await using (var held = new HeldConnections(process.Address.Port))
        {
            await held.Open(Held, sent);

            using var device = process.Client();
            (await (await new Shop([device], signed: true).User(user.Id)).Charge(1_000)).Expect(201);
            Assert.InRange(OpenDescriptors(process), 1, Descriptors);
        }

        Assert.False(process.HasExited, process.Log);
        var left = await Eventually.Ask(() => Task.FromResult(OpenDescriptors(process)), open => open < Descriptors / 2, Patience);
        Assert.True(left < Descriptors / 2, $"{left} descriptors are open.");
        (await user.Charge(1_000)).Expect(201);
    }

    [Fact]
    public async Task One_address_has_at_most_as_many_connections_as_are_configured()
    {
        await using var deployment = await Deployment.Start(new ShopSettings
        {
            SigningKey = true,
            More = new Dictionary<string, string> { ["Connections__MaximumPerAddress"] = "10" },
        });
        var process = deployment.Frontends[0];
        await using (var held = new HeldConnections(process.Address.Port))
        {
            await held.Open(10);
            using var refused = process.Client();
            await Assert.ThrowsAsync<HttpRequestException>(() => refused.GetAsync("/livez"));
        }

        await Eventually.Holds(async () => (await deployment.Shop().Anonymous.Get("/livez")).Expect(200), Patience);
    }

    private static int OpenDescriptors(ShopProcess process) => Directory.GetFiles($"/proc/{process.Id}/fd").Length;
}
