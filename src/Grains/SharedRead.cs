namespace ECommerce.Grains;

/// <summary>
/// One read at a time, shared by everybody who asked before it began. A caller never gets the result of a read that began
/// before the call, so nobody is answered with an older state than there was when they asked. A thousand callers at once cost
/// two reads.
/// </summary>
internal sealed class SharedRead<T>(Func<Task<T>> read)
{
    private Task<T>? _current;
    private Task<T>? _next;

    /// <summary>Begins a read or, while one is under way, shares the read that begins right after it.</summary>
    public Task<T> Get()
    {
        if (_current is null or { IsCompleted: true } && _next is null or { IsCompleted: true })
        {
            return _current = read();
        }

        return _next is null or { IsCompleted: true } ? _next = After(_current!) : _next;
    }

    private async Task<T> After(Task<T> current)
    {
        await Task.WhenAny(current);
        _current = read();
        _next = null;
        return await _current;
    }
}
