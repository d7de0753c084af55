namespace ECommerce.LocalEngine.Turns;

/// <summary>
/// The one logical thread of a grain: turns run one after another, on whatever thread the engine's scheduler gives.
/// What a turn awaits resumes here, because this is its <see cref="TaskScheduler.Current"/>.
/// </summary>
internal sealed class TurnScheduler(Mailbox mailbox, LocalEngineOptions options) : TaskScheduler, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<object> _items = new();
    private bool _scheduled;

    // Written by the thread that runs the slice.
    private int _thread;
    private bool _more;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>The mailbox whose turn this is; null outside of grains.</summary>
    public static Mailbox? Running => (Current as TurnScheduler)?.Owner;

    private Mailbox Owner => mailbox;

    public void Post(ITurn turn) => Enqueue(turn);

    void IThreadPoolWorkItem.Execute() => RunSlice();

    protected override void QueueTask(Task task) => Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        Volatile.Read(ref _thread) == Environment.CurrentManagedThreadId && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _items.OfType<Task>()];
        }
    }

    private void Enqueue(object item)
    {
        lock (_gate)
        {
            _items.Enqueue(item);
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        ScheduleSlice();
    }

    private void ScheduleSlice()
    {
        if (options.Scheduler == Default)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        if (ExecutionContext.IsFlowSuppressed())
        {
            NewSlice().Start(options.Scheduler);
            return;
        }

        // Whoever happens to wake the grain must not lend it ambient values.
        using (ExecutionContext.SuppressFlow())
        {
            NewSlice().Start(options.Scheduler);
        }
    }

    private Task NewSlice() => new(static self => ((TurnScheduler)self!).RunSlice(), this, TaskCreationOptions.DenyChildAttach);

    private void RunSlice()
    {
        // An await looks at the synchronization context before the scheduler, so a turn must not see the host thread's.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);

        // Only a task carries a current scheduler, so one task carries the whole slice.
        new Task(static self => ((TurnScheduler)self!).RunTurns(), this, TaskCreationOptions.DenyChildAttach).RunSynchronously(this);

        Volatile.Write(ref _thread, 0);
        SynchronizationContext.SetSynchronizationContext(outer);
        lock (_gate)
        {
            _scheduled = _more || _items.Count > 0;
            if (!_scheduled)
            {
                return;
            }
        }

        ScheduleSlice();
    }

    private void RunTurns()
    {
        var context = ExecutionContext.Capture();
        _more = true;
        for (var turn = 0; _more && turn < options.TurnsPerSlice; turn++)
        {
            _more = (!mailbox.Engine.IsGone && mailbox.RunReady()) || RunItem();
            if (context is not null)
            {
                // A turn's changes of ambient values end with the turn.
                ExecutionContext.Restore(context);
            }
        }
    }

    private bool RunItem()
    {
        object? item;
        lock (_gate)
        {
            if (!_items.TryDequeue(out item))
            {
                return false;
            }
        }

        if (mailbox.Engine.IsGone)
        {
            return true;
        }

        if (item is Task task)
        {
            TryExecuteTask(task);
        }
        else
        {
            ((ITurn)item).Run();
        }

        return true;
    }
}
