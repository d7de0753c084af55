namespace ECommerce.Load;

/// <summary>What a part does that is empty when the reserve is, too.</summary>
internal enum WhenEmpty
{
    /// <summary>Says sold out.</summary>
    Refuse,

    /// <summary>Takes half of what the fullest other part has, and says sold out only when all are empty.</summary>
    AskOthers,
}

/// <summary>How stock or a quota is split into parts, each of which could be a grain and a row in a database of its own.</summary>
/// <param name="Refill">Units that a part takes from the reserve when it is empty; 0: what is left in the reserve divided by twice the number of parts, at least one.</param>
/// <param name="Skew">The exponent of Zipf's law by which buyers come to parts; 0: evenly.</param>
internal sealed record Escrow(int Units, int Parts, int Refill, double Skew, WhenEmpty WhenEmpty)
{
    /// <summary>One drop: buyers come one after the other, twice as many as there are units.</summary>
    public EscrowRun Run(Random random)
    {
        var (parts, reserve) = (new int[Parts], Units);
        var zipf = new Zipf(Parts, Skew);
        int sold = 0, refills = 0, moves = 0, wrong = 0, left = 0;
        for (var buyer = 0; buyer < 2 * Units; buyer++)
        {
            ref var part = ref parts[zipf.Next(random)];
            if (part == 0 && reserve > 0)
            {
                part = Math.Min(reserve, Refill > 0 ? Refill : Math.Max(1, reserve / (2 * Parts)));
                reserve -= part;
                refills++;
            }

            if (part == 0 && WhenEmpty == WhenEmpty.AskOthers && parts.Max() is > 0 and var most)
            {
                ref var fullest = ref parts[Array.IndexOf(parts, most)];
                part = (most + 1) / 2;
                fullest -= part;
                moves++;
            }

            if (part > 0)
            {
                part--;
                sold++;
            }
            else if (sold < Units)
            {
                left = wrong++ == 0 ? Units - sold : left;
            }
        }

        return new(sold, refills, moves, wrong, left);
    }
}

/// <summary>What came of one drop.</summary>
/// <param name="Sold">Units.</param>
/// <param name="Refills">Transactions with the reserve.</param>
/// <param name="Moves">Transactions between two parts.</param>
/// <param name="Wrong">Buyers who were told that all is sold while somewhere there was a unit.</param>
/// <param name="Left">Units that there were when the first of them was told so.</param>
internal readonly record struct EscrowRun(int Sold, int Refills, int Moves, int Wrong, int Left);
