namespace ECommerce.Load;

/// <summary>Picks one of many, the first most often: the k-th with a weight of k to the power of minus the exponent.</summary>
internal sealed class Zipf
{
    private readonly double[] _sums;

    /// <param name="count">How many there are.</param>
    /// <param name="exponent">0: all alike; at 1.2 the first of a thousand is picked once in four times.</param>
    public Zipf(int count, double exponent)
    {
        _sums = new double[count];
        for (var (i, sum) = (0, 0.0); i < count; i++)
        {
            _sums[i] = sum += Math.Pow(i + 1, -exponent);
        }
    }

    /// <summary>The number of the one that is picked, from 0.</summary>
    public int Next(Random random)
    {
        var found = Array.BinarySearch(_sums, random.NextDouble() * _sums[^1]);
        return Math.Min(found < 0 ? ~found : found, _sums.Length - 1);
    }
}
