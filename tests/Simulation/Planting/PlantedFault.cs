namespace ECommerce.Simulation.Planting;

/// <summary>A fault that is put into the product's source to see that the hunt finds it.</summary>
/// <param name="Name">What is wrong, as a sentence.</param>
/// <param name="Source">The file, below <c>src</c>.</param>
/// <param name="Text">What stands there, exactly once.</param>
/// <param name="Fault">What is put in its place.</param>
/// <param name="Seeds">The hunt meets it in the stories of the seeds from 0 to below this number.</param>
public sealed record PlantedFault(string Name, string Source, string Text, string Fault, int Seeds)
{
    public override string ToString() => Name;
}
