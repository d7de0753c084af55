using System.Collections.Concurrent;
using ECommerce.LocalEngine.Calls;
using ECommerce.LocalEngine.Turns;
using Orleans.Runtime;

namespace ECommerce.LocalEngine;

/// <summary>The mailboxes of one grain class in one engine, by key.</summary>
internal sealed class GrainDirectory(Engine engine, GrainClass grainClass)
{
    private readonly ConcurrentDictionary<string, Mailbox> _mailboxes = new(StringComparer.Ordinal);

    public Engine Engine => engine;

    public GrainClass Class => grainClass;

    public IEnumerable<Mailbox> Mailboxes => _mailboxes.Select(entry => entry.Value);

    /// <summary>Sends a request to the grain with that key. Whatever goes wrong comes with the task.</summary>
    public Task Send(string key, GrainMethod method, object?[] arguments)
    {
        var request = method.NewRequest(arguments, engine.Logger);
        if (!method.IsOneWay)
        {
            engine.Deadlines.Watch(request);
        }

        // Asked after it is watched, so that a crash in between answers it.
        if (engine.Refusal() is { } refusal)
        {
            request.Fail(refusal);
            return request.Response;
        }

        Posting posting;
        do
        {
            var mailbox = _mailboxes.GetOrAdd(key, static (newKey, self) => new Mailbox(self, newKey), this);
            posting = mailbox.Post(request);
            if (posting == Posting.Closed)
            {
                Forget(mailbox);
            }
        }
        while (posting == Posting.Closed);

        if (posting == Posting.Full)
        {
            request.Fail(new LimitExceededException(
                $"{grainClass.Name}/{key} already holds {engine.Options.MailboxBound} requests; {method} was not begun."));
        }

        return request.Response;
    }

    public void Forget(Mailbox mailbox) => _mailboxes.TryRemove(new(mailbox.Id.Key, mailbox));
}
