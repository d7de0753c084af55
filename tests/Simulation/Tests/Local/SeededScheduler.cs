namespace ECommerce.EngineTests.Local;

/// <summary>Runs tasks on the thread that pumps it, one at a time, the next one picked by a seeded random.</summary>
public sealed class SeededScheduler(int seed) : TaskScheduler
{
    private readonly Random _random = new(seed);
    private readonly List<Task> _tasks = [];

    public override int MaximumConcurrencyLevel => 1;

    public Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Pumps until nothing is left to run.</summary>
    public void RunUntilIdle()
    {
        while (_tasks.Count > 0)
        {
            var index = _random.Next(_tasks.Count);
            var task = _tasks[index];
            _tasks.RemoveAt(index);
            TryExecuteTask(task);
        }
    }

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];
}
