using System.Text.Json;
using YamlDotNet.Serialization;

namespace ECommerce.Telemetry.Tests;

/// <summary>Each series that deploy/grafana/dashboard.json and deploy/alerts.yml name is made of a metric that was received.</summary>
[Collection(OneObservedCluster.Name)]
public sealed class Dashboard_and_alerts(ObservedCluster observed)
{
    [Fact]
    public async Task Each_series_and_label_that_they_name_was_received()
    {
        await observed.Told();
        var expressions = Panels().Concat(Rules().Select(rule => (Where: rule["alert"], Expression: rule["expr"]))).ToList();
        Assert.InRange(expressions.Count, 20, 200);

        await Eventually.Holds(
            () =>
            {
                var received = observed.Receiver.Metrics
                    .SelectMany(metric => PrometheusNames.Of(metric), (metric, series) => (series, Labels: PrometheusNames.LabelsOf(metric)))
                    .ToLookup(it => it.series, it => it.Labels);
                Assert.Empty(expressions.SelectMany(it => Missing(it.Expression, received).Select(missing => $"{it.Where}: {missing}")));
                return Task.CompletedTask;
            },
            Bounds.Publication);
    }

    [Fact]
    public void Each_rule_says_how_bad_it_is_and_what_to_do()
    {
        var rules = Rules();
        Assert.Equal(rules.Select(rule => rule["alert"]).Distinct(), rules.Select(rule => rule["alert"]));
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "alerts.yml"));
        Assert.All(rules, rule => Assert.Contains($"- alert: {rule["alert"]}", document));
        Assert.All(rules, rule => Assert.True(rule["severity"] is "page" or "ticket" && rule["summary"] != "" && rule["description"] != "", rule["alert"]));
    }

    [Theory]
    [InlineData("sum by (code) (rate(nothing_total{code=\"a\"}[5m])) > 5", "nothing_total")]
    [InlineData("histogram_quantile(0.99, sum by (le, job) (rate(known_seconds_bucket{stage=~\"a|b\"}[$__rate_interval])))", "stage of known_seconds_bucket")]
    [InlineData("max by (city) (known_seconds_count) unless on (job) absent(known_seconds_sum)", "label city")]
    public void What_was_not_received_is_found(string expression, string missing)
    {
        var known = new OtlpMetric("shop", "shop-1", "known", "s", OtlpKind.Histogram, [new(new Dictionary<string, string> { ["the.code"] = "1" }, 1, [])]);
        var received = PrometheusNames.Of(known).ToLookup(series => series, _ => PrometheusNames.LabelsOf(known));

        Assert.Equal([missing], Missing(expression, received));
    }

    private static IEnumerable<string> Missing(string expression, ILookup<string, IEnumerable<string>> received)
    {
        var (named, groupedBy) = PromQL.Read(expression);
        foreach (var (series, labels) in named)
        {
            if (!received.Contains(series))
            {
                yield return series;
                continue;
            }

            foreach (var label in labels.Except(received[series].SelectMany(known => known)))
            {
                yield return $"{label} of {series}";
            }
        }

        var known = named.SelectMany(it => received[it.Series]).SelectMany(labels => labels).ToHashSet();
        foreach (var label in known.Count == 0 ? [] : groupedBy.Except(known))
        {
            yield return $"label {label}";
        }
    }

    private static IEnumerable<(string Where, string Expression)> Panels()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "dashboard.json")));
        return
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .Where(panel => panel.TryGetProperty("targets", out _))
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray(), (panel, target) => (panel.Text("title"), target.Text("expr"))),
        ];
    }

    /// <summary>The rules, each with its members and those of its labels and annotations.</summary>
    private static List<Dictionary<string, string>> Rules()
    {
        var document = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "alerts.yml")));
        return
        [
            .. document["groups"].SelectMany(group => (List<object>)group["rules"]).Cast<Dictionary<object, object>>().Select(rule => rule
                .Where(member => member.Value is string)
                .Concat(((Dictionary<object, object>)rule["labels"]).Concat((Dictionary<object, object>)rule["annotations"]))
                .ToDictionary(member => (string)member.Key, member => (string)member.Value)),
        ];
    }
}
