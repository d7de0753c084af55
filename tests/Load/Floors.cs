namespace ECommerce.Load;

/// <summary>A ratio that has to be reached.</summary>
/// <param name="Least">The floor.</param>
/// <param name="Goal">What is aimed for.</param>
/// <param name="IsUpperBound">The value is to be at most this.</param>
internal sealed record Floor(string Name, double Value, double Least, double Goal, bool IsUpperBound = false)
{
    public bool Holds => IsUpperBound ? Value <= Least : Value >= Least;

    public bool ReachesGoal => IsUpperBound ? Value <= Goal : Value >= Goal;
}

/// <summary>Everything that the shop has to reach beside plain servers, measured in one run.</summary>
internal static class Floors
{
    private const int Skus = 1_000;

    /// <param name="only">The names of groups: claim, buy, read; none: all.</param>
    public static async Task<(IReadOnlyList<Result> Results, IReadOnlyList<Floor> Floors)> Measure(
        ShopTarget shop, Target rowLock, Target empty, Pace pace, IReadOnlyList<string> only, IProgress<string> progress)
    {
        var scale = new Scale(Users: pace.Connections * 8, Skus, Skew: 0);
        var results = new List<Result>();
        var floors = new List<Floor>();

        Contestant Of(string profile, Target target, double skew = 0, string? label = null) =>
            new(label ?? target.Name, target, Profile.Of(profile).On(target, scale with { Skew = skew }));

        async Task<Dictionary<string, Score>> Among(string name, Pace at, params Contestant[] contestants)
        {
            var scores = await Contest.Run(contestants, at, progress);
            results.Add(new(name, at, scores));
            return scores.ToDictionary(score => score.Label);
        }

        async Task Responsive(string profile, Score highest)
        {
            var half = pace with { PerSecond = highest.PerSecond / 2, WarmRounds = 1 };
            var scores = await Among($"{profile} at half of its highest rate", half, Of(profile, shop));
            floors.Add(new($"{profile} at half of its highest rate, 99 % within (ms)", scores[shop.Name] is { Unexpected.Count: 0 } clean ? clean.Within(0.99) : double.NaN, 25, 20, IsUpperBound: true));
        }

        if (only.Count == 0 || only.Contains("claim"))
        {
            var claim = await Among("claim", pace, Of("claim", shop), Of("claim", rowLock), Of("claim", empty));
            floors.Add(new("claim / row lock", claim[shop.Name].Times(claim[rowLock.Name]), 40, 50));
            floors.Add(new("claim / empty", claim[shop.Name].Times(claim[empty.Name]), 0.4, 0.5));
            await Responsive("claim", claim[shop.Name]);
        }

        if (only.Count == 0 || only.Contains("buy"))
        {
            var buy = await Among(
                "purchases", pace,
                Of("checkout-hot", shop, label: "checkout hot"),
                Of("checkout-zipf", shop, label: "checkout even"),
                Of("checkout-zipf", shop, skew: 1.2, label: "checkout skewed"),
                Of("buy", shop, label: "buy hot"),
                Of("buy-zipf", shop, label: "buy even"),
                Of("buy", rowLock, label: "row lock hot"),
                Of("buy-zipf", rowLock, label: "row lock even"));
            floors.Add(new("checkout, one sku / row lock", buy["checkout hot"].Times(buy["row lock hot"]), 7.5, 10));
            floors.Add(new("checkout, 1,000 skus / row lock", buy["checkout even"].Times(buy["row lock even"]), 2.5, 3.5));
            floors.Add(new("buy, one sku / row lock", buy["buy hot"].Times(buy["row lock hot"]), 12, 18));
            floors.Add(new("buy, 1,000 skus / row lock", buy["buy even"].Times(buy["row lock even"]), 4, 6));
            floors.Add(new("checkout, skew 1.2 / skew 0", buy["checkout skewed"].Times(buy["checkout even"]), 0.95, 1));
            await Responsive("buy", buy["buy hot"]);
        }

        if (only.Count == 0 || only.Contains("read"))
        {
            var list = await Among("list", pace, Of("list", shop), Of("list", empty));
            floors.Add(new("product list / empty", list[shop.Name].Times(list[empty.Name]), 0.75, 0.8));
            var soldOut = await Among("claim-sold-out", pace, Of("claim-sold-out", shop), Of("claim-sold-out", empty));
            floors.Add(new("sold out / empty", soldOut[shop.Name].Times(soldOut[empty.Name]), 0.6, 0.7));
        }

        return (results, floors);
    }
}
