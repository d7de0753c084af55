using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace ECommerce.Load;

/// <summary>Plots as SVG.</summary>
internal static class Plots
{
    private const double Width = 1_000;
    private const double Height = 320;

    // Histogram columns for each factor of ten.
    private const int Columns = 20;

    /// <summary>Rounds one after the other: within how long half, and 99 of 100, were answered of those that began in each tenth of a second.</summary>
    public static string LatencyOverTime(IReadOnlyList<Score> scores)
    {
        var plot = Plot("Latency over time", "s", new LogarithmicAxis { Position = AxisPosition.Left, Title = "ms" });
        foreach (var score in scores)
        {
            var (half, most) = (Line($"{score.Label}, half"), Line($"{score.Label}, 99 %"));
            var start = 0.0;
            foreach (var recording in score.Rounds.Select(round => round.Recording))
            {
                foreach (var window in recording.Windows())
                {
                    half.Points.Add(new(start + window.At, Positive(window.Half)));
                    most.Points.Add(new(start + window.At, Positive(window.Most)));
                }

                half.Points.Add(DataPoint.Undefined);
                most.Points.Add(DataPoint.Undefined);
                start += recording.Length.TotalSeconds;
            }

            plot.Series.Add(half);
            plot.Series.Add(most);
        }

        return Svg(plot);
    }

    /// <summary>How many of a hundred took how long.</summary>
    public static string Histogram(IReadOnlyList<Score> scores)
    {
        var plot = Plot("Latencies", "ms", new LinearAxis { Position = AxisPosition.Left, Title = "%", Minimum = 0 }, isLogarithmic: true);
        foreach (var score in scores)
        {
            var line = Line(score.Label);
            var samples = score.Rounds.SelectMany(round => round.Recording.Samples).ToList();
            foreach (var column in samples.GroupBy(sample => (int)(Math.Log10(Math.Max(1, sample.Took)) * Columns)).OrderBy(column => column.Key))
            {
                line.Points.Add(new(Positive(Math.Pow(10, (column.Key + 0.5) / Columns) / 1_000), 100.0 * column.Count() / samples.Count));
            }

            plot.Series.Add(line);
        }

        return Svg(plot);
    }

    /// <summary>What is left, over time.</summary>
    public static string BurnDown(IReadOnlyDictionary<string, IReadOnlyList<(double At, long Left)>> left)
    {
        var plot = Plot("What is left", "s since all tapped", new LinearAxis { Position = AxisPosition.Left, Minimum = 0 });
        foreach (var (name, points) in left)
        {
            var line = Line(name);
            line.Points.AddRange(points.Where((_, i) => i % Math.Max(1, points.Count / 1_000) == 0 || i == points.Count - 1)
                .Select(point => new DataPoint(point.At, point.Left)));
            plot.Series.Add(line);
        }

        return Svg(plot);
    }

    /// <summary>Any figure over the seconds of a run.</summary>
    public static string OverTime(string title, IEnumerable<(double At, double Value)> points)
    {
        var plot = Plot(title, "s", new LinearAxis { Position = AxisPosition.Left, Minimum = 0 });
        var line = Line(title);
        line.Points.AddRange(points.Select(point => new DataPoint(point.At, point.Value)));
        plot.Series.Add(line);
        return Svg(plot);
    }

    private static PlotModel Plot(string title, string below, Axis vertical, bool isLogarithmic = false)
    {
        var plot = new PlotModel { Title = title, Axes = { vertical } };
        plot.Axes.Add(isLogarithmic
            ? new LogarithmicAxis { Position = AxisPosition.Bottom, Title = below }
            : new LinearAxis { Position = AxisPosition.Bottom, Title = below, Minimum = 0 });
        plot.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside });
        return plot;
    }

    private static LineSeries Line(string title) => new() { Title = title, StrokeThickness = 1.5 };

    // A logarithmic axis has no 0.
    private static double Positive(double milliseconds) => Math.Max(0.001, milliseconds);

    private static string Svg(PlotModel plot) => SvgExporter.ExportToString(plot, Width, Height, isDocument: false);
}
