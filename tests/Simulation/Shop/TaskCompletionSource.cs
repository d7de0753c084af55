namespace ECommerce.Grains;

/// <summary>
/// What grains mean by the name here. They ask for continuations off their own turn. The framework would run some of them on the
/// thread pool; here each is a step of the seed's anyway, because a <see cref="Simulation.Lane"/> never runs one inline.
/// </summary>
internal sealed class TaskCompletionSource(TaskCreationOptions options)
    : System.Threading.Tasks.TaskCompletionSource(options & ~TaskCreationOptions.RunContinuationsAsynchronously);
