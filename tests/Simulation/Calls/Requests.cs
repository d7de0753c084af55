using Microsoft.Extensions.Logging;

namespace ECommerce.LocalEngine.Calls;

/// <summary>A request of a method that returns <see cref="Task"/>.</summary>
internal sealed class VoidRequest(GrainMethod method, object?[] arguments) : Request(method, arguments)
{
    // Its continuations run on their own schedulers, never within the grain's turn, so it need not force them off the thread.
    private readonly TaskCompletionSource _response = new();

    public override Task Response => _response.Task;

    protected override void Respond(Task finished) => _response.TrySetFromTask(finished);

    protected override void RespondFailed(Exception failure) => _response.TrySetException(failure);
}

/// <summary>A request of a method that returns <see cref="Task{TResult}"/>.</summary>
internal sealed class ValueRequest<T>(GrainMethod method, object?[] arguments) : Request(method, arguments)
{
    private readonly TaskCompletionSource<T> _response = new();

    public override Task Response => _response.Task;

    protected override void Respond(Task finished)
    {
        if (finished is Task<T> value)
        {
            _response.TrySetFromTask(value);
            return;
        }

        RespondFailed(finished.Exception!.InnerException!);
    }

    protected override void RespondFailed(Exception failure) => _response.TrySetException(failure);
}

/// <summary>A request whose caller does not wait: a failure is only logged.</summary>
internal sealed class OneWayRequest(GrainMethod method, object?[] arguments, ILogger logger) : Request(method, arguments)
{
    public override Task Response => Task.CompletedTask;

    protected override void Respond(Task finished)
    {
        if (finished.Exception is { InnerException: { } failure })
        {
            RespondFailed(failure);
        }
    }

    protected override void RespondFailed(Exception failure) => Log.OneWayFailed(logger, ToString(), failure);
}
