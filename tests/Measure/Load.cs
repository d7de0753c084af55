using System.Diagnostics;
using System.Net;

namespace ECommerce.Measure;

/// <summary>Keep-alive connections, each asking again as soon as it is answered, every time as another user.</summary>
internal static class Load
{
    private const int MostUsers = 200_000;

    /// <summary>Answers of 201 in a second.</summary>
    public static async Task<double> Run(IReadOnlyList<HttpClient> http, string path, int connections, TimeSpan length, string users)
    {
        var next = -1;
        var accepted = 0;
        var tokens = new string[MostUsers];
        // Signing is no part of what is measured; more than can be used in the time are never made.
        var prepared = Math.Min(MostUsers, (int)(length.TotalSeconds * 15_000));
        Parallel.For(0, prepared, i => tokens[i] = "Bearer " + SignedToken.For($"{users}-{i}"));
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (clock.Elapsed < length && Interlocked.Increment(ref next) is var i && i < prepared)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path);
                request.Headers.TryAddWithoutValidation("Authorization", tokens[i]);
                request.Headers.TryAddWithoutValidation("X-User", $"{users}-{i}");
                using var answer = await http[i % http.Count].SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.Created)
                {
                    Interlocked.Increment(ref accepted);
                }

                await answer.Content.ReadAsByteArrayAsync();
            }
        }));
        return accepted / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Each user does the same again and again. How often in a second all of them together did.</summary>
    public static async Task<double> Repeat(Func<Caller, Task> action, IReadOnlyList<Caller> users, TimeSpan length)
    {
        var done = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(users.Select(async user =>
        {
            while (clock.Elapsed < length)
            {
                await action(user);
                Interlocked.Increment(ref done);
            }
        }));
        return done / clock.Elapsed.TotalSeconds;
    }

    public static async Task<bool> IsUp(HttpClient http)
    {
        try
        {
            return (await http.PostAsync("/empty", null)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
