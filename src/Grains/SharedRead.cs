namespace ECommerce.Grains;

/// <summary>
/// One read at a time, shared by all who ask while it has not begun. Whoever asks gets a read that began after they asked,
/// so a thousand askers cost two reads and none is answered with what was true before.
/// </summary>
internal sealed class SharedRead<T>(Func<Task<T>> read)
{
    private Task<T>? _current;
    private Task<T>? _next;

    /// <summary>A read that begins now or, while one is under way, right after it.</summary>
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
