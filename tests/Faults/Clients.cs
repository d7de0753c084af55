using System.Net.Sockets;
using System.Text;

namespace ECommerce.Faults;

/// <summary>Clients that break off, or stop in the middle of what they send: they cost nobody else an answer.</summary>
[Collection(OneShop.Name)]
public sealed class Clients(ShopOnPostgres postgres, ITestOutputHelper output)
{
    private const int Cuts = 10;
    private const int Between = 10;
    private const int Silent = 200;

    [Fact]
    public async Task Calls_cut_off_on_the_way_ten_times_are_finished_by_their_repeats()
    {
        var shop = await postgres.Running();
        await using var way = new TcpProxy(shop.Process.Address.Port);
        using var http = shop.Process.Client(way.Port);

        var impact = await Scenario.Of(
            new FaultyShop(new Shop([http], signed: true), shop.PaymentsFile),
            async load =>
            {
                for (var i = 0; i < Cuts; i++)
                {
                    await load.GoesOn(Between);
                    way.Cut();
                }
            },
            output,
            breaks: true);

        Assert.InRange(impact.Failed, 1, impact.Calls - 1);
    }

    [Fact]
    public async Task Two_hundred_clients_that_send_half_a_call_and_then_nothing_fail_no_call_of_others()
    {
        var shop = await postgres.Running();
        var half = Encoding.ASCII.GetBytes("POST /v1/wallet/charges HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"amo");
        var silent = new List<TcpClient>();

        var impact = await Scenario.Of(
            shop,
            async load =>
            {
                for (var i = 0; i < Silent; i++)
                {
                    var client = new TcpClient();
                    silent.Add(client);
                    await client.ConnectAsync("127.0.0.1", shop.Process.Address.Port);

                    // The first half of the headers, or all of them and a part of the body.
                    await client.GetStream().WriteAsync(half.AsMemory(0, i % 2 == 0 ? half.Length / 2 : half.Length));
                }

                await load.GoesOn(calls: 5 * load.Users);
            },
            output);

        Assert.True(impact.WentOn, impact.ToString());
        silent.ForEach(client => client.Dispose());
    }
}
