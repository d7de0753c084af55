namespace ECommerce.Grains;

/// <summary>
/// Takes the place of the framework's class in the grains' sources. For a source that asks to run continuations asynchronously,
/// the framework completes a <c>WaitAsync</c> on a thread of the pool, and no seed could repeat the order. Nothing is lost
/// without the option, because a <see cref="Simulation.Lane"/> runs no continuation inline.
/// </summary>
internal sealed class TaskCompletionSource(TaskCreationOptions options)
    : System.Threading.Tasks.TaskCompletionSource(options & ~TaskCreationOptions.RunContinuationsAsynchronously);
