using Orleans;
using Orleans.Runtime;

namespace ECommerce.Simulation.Contract;

public interface INoteGrain : IGrainWithStringKey
{
    Task<string> Text();

    Task<string> ReadAgain();

    Task<string> Instance();

    Task Write(string text);

    Task WriteThroughAnother(string otherKey, string text);

    Task DeactivateWhenIdle();
}

public sealed class Note
{
    public string Text { get; set; } = "";
}

public sealed class NoteGrain([PersistentState("note", "notes")] IPersistentState<Note> note) : Grain, INoteGrain
{
    private readonly string _instance = Guid.NewGuid().ToString();

    public Task<string> Text() => Task.FromResult(note.State.Text);

    public async Task<string> ReadAgain()
    {
        await note.ReadStateAsync();
        return note.State.Text;
    }

    public Task<string> Instance() => Task.FromResult(_instance);

    public Task Write(string text)
    {
        note.State.Text = text;
        return note.WriteStateAsync();
    }

    public Task WriteThroughAnother(string otherKey, string text) => GrainFactory.GetGrain<INoteGrain>(otherKey).Write(text);

    public Task DeactivateWhenIdle()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
