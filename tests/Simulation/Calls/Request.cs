using ECommerce.LocalEngine.Turns;

namespace ECommerce.LocalEngine.Calls;

/// <summary>One call of a grain's method. The first outcome counts: a response, a failure or a timeout.</summary>
internal abstract class Request(GrainMethod method, object?[] arguments) : Invocation, ITurn
{
    public GrainMethod Method => method;

    /// <summary>Where it was sent; set before it is posted.</summary>
    public Mailbox? Mailbox { get; set; }

    /// <summary>What the caller awaits.</summary>
    public abstract Task Response { get; }

    // Owned by the list of deadlines.
    public DeadlineList? Deadlines { get; set; }
    public Request? Earlier { get; set; }
    public Request? Later { get; set; }
    public long SentAt { get; set; }

    public override Admission AdmissionTo(GrainClass grainClass) =>
        grainClass.IsReentrant ? Admission.Interleaving : method.Admission;

    public override Task Start(object grain)
    {
        try
        {
            return (Task?)method.Invoke(grain, arguments) ?? throw new InvalidOperationException($"{method} returned no task.");
        }
        catch (Exception failure)
        {
            return Task.FromException(failure);
        }
    }

    public override void Complete(Task finished)
    {
        Deadlines?.Remove(this);
        Respond(finished);
    }

    public void Fail(Exception failure)
    {
        Deadlines?.Remove(this);
        RespondFailed(failure);
    }

    /// <summary>The request has arrived on the grain's own thread.</summary>
    public void Run() => Mailbox!.Arrive(this);

    public override string ToString() => $"{method} of {Mailbox?.Id}";

    protected abstract void Respond(Task finished);

    protected abstract void RespondFailed(Exception failure);
}
