using System.Text.Json;

namespace ECommerce.Load;

/// <summary>Results for programs.</summary>
internal static class JsonReport
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Of(Setting setting, IReadOnlyList<Result> results, IReadOnlyList<Floor> floors, IReadOnlyList<Cold> colds) =>
        JsonSerializer.Serialize(
            new
            {
                setting.Form,
                setting.Machine,
                setting.At,
                Results = results.Select(result => new
                {
                    result.Profile,
                    Pace = Sheet.Words(result),
                    result.Note,
                    Scores = result.Scores.Select(score => new
                    {
                        score.Label,
                        score.PerSecond,
                        Milliseconds = new { Median = score.Within(0.5), P90 = score.Within(0.9), P99 = score.Within(0.99), P999 = score.Within(0.999), Highest = score.Within(1) },
                        ServerMicroseconds = score.Server,
                        DatabaseMicroseconds = score.Database,
                        score.Unexpected,
                        Rounds = score.Rounds.Select(round => new
                        {
                            round.Name,
                            round.Recording.PerSecond,
                            P99 = round.Recording.Within(0.99),
                            Windows = round.Recording.Windows().Select(window => new[] { window.At, window.Count, window.Half, window.Most }),
                        }),
                    }),
                }),
                Floors = floors,
                Cold = colds,
            },
            Json);
}
