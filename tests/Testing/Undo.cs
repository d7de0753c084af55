namespace ECommerce.Testing;

/// <summary>Takes back what a test did to the world, also when the test fails.</summary>
public sealed class Undo(Func<ValueTask> undo) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => undo();
}
