namespace ECommerce.Simulation;

/// <summary>One call of a method. The first outcome counts: an answer, a failure or the end of the caller's patience.</summary>
internal abstract class RemoteCall(RemoteMethod method, object?[] arguments)
{
    private readonly object? _context = RequestContext.Capture();

    public RemoteMethod Method => method;

    /// <summary>What the caller awaits.</summary>
    public abstract Task Response { get; }

    /// <summary>Ends the caller's patience; null for a call that waits as long as it takes.</summary>
    public ITimer? Deadline { get; set; }

    /// <summary>Invokes the method with the context of the caller.</summary>
    public Task Invoke(object target)
    {
        RequestContext.Restore(_context);
        return method.Invoke(target, arguments);
    }

    public void Complete(Task finished)
    {
        Deadline?.Dispose();
        Respond(finished);
    }

    public void Fail(Exception failure) => Complete(Task.FromException(failure));

    protected abstract void Respond(Task finished);
}

/// <summary>A call that is answered with a <typeparamref name="T"/>; with anything, where the method returns a plain task.</summary>
internal sealed class RemoteCall<T>(RemoteMethod method, object?[] arguments) : RemoteCall(method, arguments)
{
    private readonly TaskCompletionSource<T> _response = new();

    public override Task Response => _response.Task;

    protected override void Respond(Task finished)
    {
        if (finished is Task<T> typed)
        {
            _response.TrySetFromTask(typed);
        }
        else if (finished.Exception is { InnerException: { } failure })
        {
            _response.TrySetException(failure);
        }
        else
        {
            _response.TrySetResult(default!);
        }
    }
}
