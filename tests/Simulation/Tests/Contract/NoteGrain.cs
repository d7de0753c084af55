namespace ECommerce.EngineTests.Contract;

public interface INoteGrain : IGrainWithStringKey
{
    Task<string> ReadOnActivation();

    Task<bool> Exists();

    Task<string> Instance();

    Task Write(string text);

    Task WriteThroughAnother(string otherKey, string text);

    Task Clear();

    Task DeactivateWhenIdle();
}

public sealed class Note
{
    public string Text { get; set; } = "";
}

public sealed class NoteGrain([PersistentState("note", "notes")] IPersistentState<Note> note) : Grain, INoteGrain
{
    private readonly string _instance = Guid.NewGuid().ToString();
    private string _onActivation = "not activated";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _onActivation = note.State.Text;
        return Task.CompletedTask;
    }

    public Task<string> ReadOnActivation() => Task.FromResult(_onActivation);

    public Task<bool> Exists() => Task.FromResult(note.RecordExists);

    public Task<string> Instance() => Task.FromResult(_instance);

    public Task Write(string text)
    {
        note.State.Text = text;
        return note.WriteStateAsync();
    }

    public Task WriteThroughAnother(string otherKey, string text) => GrainFactory.GetGrain<INoteGrain>(otherKey).Write(text);

    public Task Clear() => note.ClearStateAsync();

    public Task DeactivateWhenIdle()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
