namespace ECommerce.LocalEngine.Turns;

/// <summary>Work for one activation, run as a turn of it. It does not throw.</summary>
internal interface ITurn
{
    void Run();
}
