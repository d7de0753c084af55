using System.Globalization;

namespace ECommerce.Simulation.Hunting;

/// <summary>One run: who does what, what may go wrong, and the seed of everything that is left to chance.</summary>
/// <param name="Seed">Of the deeds, the shop and the faults.</param>
/// <param name="Order">Of the order of turns and of when faults strike; the seed's own unless a shorter story needs another.</param>
internal sealed record Story(int Seed, int Order, ShopSetting Shop, IReadOnlyList<Deed> Deeds, Fault Faults)
{
    private const string Kept = "keep=", Allowed = "faults=", Ordered = "order=";

    /// <summary>The story of a seed.</summary>
    public static Story Of(int seed)
    {
        var chance = new Chance(seed);
        var setting = ShopSetting.By(chance);
        return new(seed, seed, setting, Plan.By(chance, setting), setting.Faults);
    }

    /// <summary>The story that a text tells: a seed, and after a shrinking what was kept of it.</summary>
    public static Story Parse(string text)
    {
        var parts = text.Split(':');
        var story = Of(int.Parse(parts[0], CultureInfo.InvariantCulture));
        foreach (var part in parts.Skip(1))
        {
            story = part.StartsWith(Kept, StringComparison.Ordinal) ? story.Keep([.. part[Kept.Length..].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)])
                : part.StartsWith(Allowed, StringComparison.Ordinal) ? story with { Faults = (Fault)int.Parse(part[Allowed.Length..], CultureInfo.InvariantCulture) }
                : part.StartsWith(Ordered, StringComparison.Ordinal) ? story with { Order = int.Parse(part[Ordered.Length..], CultureInfo.InvariantCulture) }
                : throw new FormatException($"'{part}' is not a part of a story.");
        }

        return story;
    }

    /// <summary>With these deeds only, by their numbers.</summary>
    public Story Keep(IReadOnlyCollection<int> numbers) => this with { Deeds = [.. Deeds.Where(deed => numbers.Contains(deed.Number))] };

    /// <summary>What <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        var whole = Of(Seed);
        var text = Seed.ToString(CultureInfo.InvariantCulture);
        text += Deeds.Count == whole.Deeds.Count ? "" : $":{Kept}{string.Join(',', Deeds.Select(deed => deed.Number))}";
        text += Faults == whole.Faults ? "" : $":{Allowed}{(int)Faults}";
        return text + (Order == Seed ? "" : $":{Ordered}{Order}");
    }
}

/// <summary>A seeded random.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int bound) => _random.Next(bound);

    public bool Percent(int percent) => _random.Next(100) < percent;

    public T Of<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
