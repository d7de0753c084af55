using System.Globalization;

namespace ECommerce.Testing;

/// <summary>Claims as a client makes them that heeds what it is told: it comes again when it was told to, with the ticket.</summary>
public static class PatientClaims
{
    /// <summary>The header that carries a ticket.</summary>
    public const string Header = "Waiting-Room-Ticket";

    /// <summary>One call, with a ticket or without.</summary>
    public static Task<Answer> Claim(this Caller caller, string campaignId, string? ticket) =>
        caller.Post($"/v1/campaigns/{campaignId}/claim", null, ticket is null ? [] : [(Header, ticket)]);

    /// <summary>The ticket in an answer; null: it has none.</summary>
    public static string? Ticket(this Answer answer) => Member(answer, "ticket")?.GetString();

    /// <summary>The place in an answer; null: it has none.</summary>
    public static long? Place(this Answer answer) => Member(answer, "place")?.GetInt64();

    /// <summary>Calls until the answer is none that says to come again.</summary>
    /// <param name="heard">Told of every answer.</param>
    public static async Task<Answer> ClaimInTurn(this Caller caller, string campaignId, Action<Answer>? heard = null, string? ticket = null)
    {
        while (true)
        {
            var answer = await caller.Claim(campaignId, ticket);
            heard?.Invoke(answer);
            if (answer.Status != 503)
            {
                return answer;
            }

            ticket = answer.Ticket() ?? ticket;
            await Task.Delay(TimeSpan.FromSeconds(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture)));
        }
    }

    private static System.Text.Json.JsonElement? Member(Answer answer, string name) =>
        answer.Status == 503 && answer.Json.TryGetProperty(name, out var value) ? value : null;
}
