namespace ECommerce.Grains;

/// <summary>
/// One audit at a time: it holds a connection, and may read all rows there are. Who asks meanwhile shares an audit of the same kind that has not
/// begun, so that nobody is answered with what was read before they asked. A thousand callers at once cost two audits.
/// </summary>
internal sealed class Audits(Func<AuditMark?, Task<AuditView>> audit)
{
    /// <summary>The most audits that wait, each since another mark.</summary>
    public const int MaximumWaiting = 16;

    private readonly Dictionary<string, Task<AuditView>> _waiting = [];
    private Task<AuditView>? _last;

    /// <summary>An audit since a mark; null: the whole.</summary>
    public Task<AuditView> Get(AuditMark? since)
    {
        if (_last is null or { IsCompleted: true })
        {
            return _last = audit(since);
        }

        var kind = since?.ToString() ?? "whole";
        if (_waiting.TryGetValue(kind, out var shared))
        {
            return shared;
        }

        if (_waiting.Count == MaximumWaiting)
        {
            return Task.FromException<AuditView>(new LedgerUnavailableException("Too many audits wait."));
        }

        return _last = _waiting[kind] = After(_last, since, kind);
    }

    private async Task<AuditView> After(Task before, AuditMark? since, string kind)
    {
        // The one before may end just now: this one must not begin before it is known to wait.
        await Task.Yield();
        await Task.WhenAny(before);
        _waiting.Remove(kind);
        return await audit(since);
    }
}
