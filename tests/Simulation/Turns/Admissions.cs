namespace ECommerce.LocalEngine.Turns;

/// <summary>What became of posting a request.</summary>
internal enum Posting
{
    Posted,
    Full,
    Closed,
}

/// <summary>Counts the requests that a mailbox took and has not completed. Closing succeeds only at zero, so that none is lost. Any thread.</summary>
internal sealed class Admissions(int bound)
{
    private const int ClosedForGood = -1;

    private int _count;

    public bool IsEmpty => Volatile.Read(ref _count) <= 0;

    public Posting TryAdmit()
    {
        int count;
        do
        {
            count = Volatile.Read(ref _count);
            if (count == ClosedForGood)
            {
                return Posting.Closed;
            }

            if (count >= bound)
            {
                return Posting.Full;
            }
        }
        while (Interlocked.CompareExchange(ref _count, count + 1, count) != count);

        return Posting.Posted;
    }

    public void Release(int requests = 1) => Interlocked.Add(ref _count, -requests);

    public bool TryClose() => Interlocked.CompareExchange(ref _count, ClosedForGood, 0) == 0;
}
