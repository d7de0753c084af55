namespace ECommerce.LocalEngine.Calls;

/// <summary>
/// The unanswered requests of one part of the engine, oldest first. All wait equally long, so only the oldest need be looked at,
/// and no request needs a timer of its own.
/// </summary>
internal sealed class DeadlineList
{
    private readonly Lock _gate = new();
    private Request? _oldest;
    private Request? _newest;

    public void Add(Request request, long now)
    {
        lock (_gate)
        {
            request.Deadlines = this;
            request.SentAt = now;
            request.Earlier = _newest;
            if (_newest is null)
            {
                _oldest = request;
            }
            else
            {
                _newest.Later = request;
            }

            _newest = request;
        }
    }

    /// <summary>Takes it out, if it is still in.</summary>
    public void Remove(Request request)
    {
        lock (_gate)
        {
            Unlink(request);
        }
    }

    /// <summary>Takes out the oldest one if it was sent at that time or before.</summary>
    public Request? TakeSentUntil(long time)
    {
        lock (_gate)
        {
            if (_oldest is not { } oldest || oldest.SentAt > time)
            {
                return null;
            }

            Unlink(oldest);
            return oldest;
        }
    }

    private void Unlink(Request request)
    {
        if (request.Earlier is null && _oldest != request)
        {
            return;
        }

        if (request.Earlier is { } earlier)
        {
            earlier.Later = request.Later;
        }
        else
        {
            _oldest = request.Later;
        }

        if (request.Later is { } later)
        {
            later.Earlier = request.Earlier;
        }
        else
        {
            _newest = request.Earlier;
        }

        (request.Earlier, request.Later) = (null, null);
    }
}
