using ECommerce.LocalEngine.Calls;

namespace ECommerce.LocalEngine.Turns;

/// <summary>
/// Which invocation may start next: the earliest arrival that may run beside those that run. Knows no grain, clock or thread.
/// </summary>
internal sealed class RequestQueue
{
    private readonly Queue<Invocation>[] _waiting = [new(), new(), new()];
    private readonly int[] _running = new int[3];
    private long _arrivals;

    public int Running => _running[0] + _running[1] + _running[2];

    public bool HasWaiting => _waiting[0].Count > 0 || _waiting[1].Count > 0 || _waiting[2].Count > 0;

    public void Add(Invocation invocation, Admission admission)
    {
        invocation.Arrival = _arrivals++;
        _waiting[(int)admission].Enqueue(invocation);
    }

    /// <summary>Takes the next one and counts it as running, if any may start now.</summary>
    public Invocation? Start()
    {
        Admission? next = null;
        for (var admission = Admission.Exclusive; admission <= Admission.Interleaving; admission++)
        {
            if (MayStart(admission) && (next is null || ArrivalOf(admission) < ArrivalOf(next.Value)))
            {
                next = admission;
            }
        }

        if (next is null)
        {
            return null;
        }

        _running[(int)next]++;
        return _waiting[(int)next].Dequeue();
    }

    public void Completed(Admission admission) => _running[(int)admission]--;

    /// <summary>Takes all that wait, in order of arrival.</summary>
    public IReadOnlyList<Invocation> TakeAll()
    {
        Invocation[] all = [.. _waiting.SelectMany(queue => queue).OrderBy(invocation => invocation.Arrival)];
        Array.ForEach(_waiting, queue => queue.Clear());
        return all;
    }

    private bool MayStart(Admission admission) => _waiting[(int)admission].Count > 0 && admission switch
    {
        Admission.Exclusive => _running[(int)Admission.Exclusive] == 0 && _running[(int)Admission.ReadOnly] == 0,
        Admission.ReadOnly => _running[(int)Admission.Exclusive] == 0,
        Admission.Interleaving => true,
    };

    private long ArrivalOf(Admission admission) => _waiting[(int)admission].Peek().Arrival;
}
