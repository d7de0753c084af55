using System.Net.Http;
using System.Text;

namespace ECommerce.WebFrontend.Tests.BadInput;

/// <summary>Calls that take no body are as strict as those that do: a member that nobody reads is a mistake of the caller.</summary>
public sealed class No_body(SqliteShop shop)
{
    private Shop Shop => shop.Shop;

    [Fact]
    public async Task A_call_without_a_body_takes_an_empty_object_and_refuses_everything_else_whichever_call_it_is()
    {
        var (user, admin) = (await Shop.NewUser(), await Shop.Admin());
        var calls = await CallsWithoutBody();
        Assert.Contains(("POST", "/v1/campaigns/none/claim"), calls);
        Assert.Contains(("DELETE", "/v1/cart"), calls);
        Assert.Contains(("POST", "/v1/admin/payment-stream/parked/retry"), calls);
        foreach (var (method, path) in calls)
        {
            Task<Answer> Send(string? body, string type = "application/json") => (path.Contains("/admin/") ? admin : user)
                .Send(new HttpMethod(method), path, body is null ? null : new StringContent(body, Encoding.UTF8, type), ("Idempotency-Key", Some.Key()));

            var without = await Send(null);
            (await Send("{}")).Expect(without.Status);
            (await Send("")).Expect(without.Status);
            (await Send("", "text/plain")).Expect(without.Status);
            Assert.Equal(["color", "note"], Named(await Send("""{"color":"Black","note":{"a":1}}""")));
            Assert.Equal(["$"], Named(await Send("[]")));
            (await Send("{")).Expect(400, "malformed_request");
            (await Send("color=Black", "application/x-www-form-urlencoded")).Expect(415, "unsupported_media_type");
        }
    }

    [Fact]
    public async Task A_body_of_unknown_length_that_turns_out_to_be_empty_is_none()
    {
        var user = await Shop.NewUser();

        Task<Answer> Send(string body) => user.Send(
            HttpMethod.Delete, "/v1/cart", new StringContent(body, Encoding.UTF8, "text/plain"), ("Transfer-Encoding", "chunked"));
        (await Send("")).Expect(204);
        (await Send("{}")).Expect(415, "unsupported_media_type");
    }

    [Fact]
    public async Task Faults_of_a_query_and_of_a_body_that_nobody_asked_for_are_told_together()
    {
        var answer = await (await Shop.NewUser()).Send(
            HttpMethod.Post, "/v1/campaigns/none/claim?now=true", new StringContent("""{"userId":"jun"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(["now", "userId"], Named(answer));
    }

    [Fact]
    public async Task A_body_that_nobody_asked_for_is_bounded_like_every_other() =>
        (await (await Shop.NewUser()).Post("/v1/campaigns/none/claim", new { note = new string('x', 2 << 20) }, ("Expect", "100-continue")))
            .Expect(413, "payload_too_large");

    private static IEnumerable<string> Named(Answer answer) =>
        answer.Expect(422, "validation_failed")["errors"].EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal);

    private async Task<IReadOnlyList<(string Method, string Path)>> CallsWithoutBody() =>
    [
        .. from path in (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200)["paths"].EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where !operation.Value.TryGetProperty("requestBody", out _) && !operation.Value.IsEventStream()
           select (operation.Name.ToUpperInvariant(), path.Name.Replace("{id}", "none").Replace("{sku}", "none")),
    ];
}
