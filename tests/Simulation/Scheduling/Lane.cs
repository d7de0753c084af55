namespace ECommerce.Simulation;

/// <summary>
/// The one logical thread of an activation or of a story: its turns run in order, one step each. What a turn awaits resumes
/// here, because this is its <see cref="TaskScheduler.Current"/>.
/// </summary>
/// <param name="afterTurn">Runs after each turn.</param>
internal sealed class Lane(string name, Scheduler scheduler, Action? afterTurn = null) : TaskScheduler
{
    private readonly Queue<Task> _turns = [];
    private bool _isReady;
    private bool _isClosed;

    public Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Runs no turn any more: what awaits here never resumes.</summary>
    public void Close()
    {
        _isClosed = true;
        _turns.Clear();
    }

    protected override void QueueTask(Task task)
    {
        if (!_isClosed && scheduler.IsOwnThread(name))
        {
            _turns.Enqueue(task);
            MakeReady();
        }
    }

    // Inlined, a turn would run within another's.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _turns;

    private void MakeReady()
    {
        if (!_isReady && _turns.Count > 0)
        {
            _isReady = true;
            scheduler.Post(name, RunTurn);
        }
    }

    private void RunTurn()
    {
        _isReady = false;
        if (_turns.TryDequeue(out var turn))
        {
            TryExecuteTask(turn);
            afterTurn?.Invoke();
            MakeReady();
        }
    }
}
