using System.Diagnostics;

namespace ECommerce.Load;

/// <summary>As many workers as connections; each begins an operation when its last one is answered. Shows the highest throughput.</summary>
internal static class ClosedLoop
{
    public static async Task<Recording> Run(Workload workload, int connections, TimeSpan length)
    {
        var next = -1L;
        var last = Math.Min(workload.Operations, Limits.Operations);
        var clock = Stopwatch.StartNew();
        var samples = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(Work)));
        return new([.. samples.SelectMany(own => own)], clock.Elapsed);

        async Task<List<Sample>> Work()
        {
            var own = new List<Sample>();
            while (clock.Elapsed < length && Interlocked.Increment(ref next) is var number && number < last)
            {
                var begin = clock.Elapsed;
                var operation = await workload.Once(number);
                own.Add(new((long)begin.TotalMicroseconds, (long)(clock.Elapsed - begin).TotalMicroseconds, operation));
            }

            return own;
        }
    }
}
