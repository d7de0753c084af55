namespace ECommerce.LocalEngine.Turns;

/// <summary>A turn made of an action.</summary>
internal sealed class Step(Action action) : ITurn
{
    public void Run() => action();
}
