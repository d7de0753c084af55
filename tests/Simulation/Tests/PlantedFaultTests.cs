using ECommerce.Simulation.Planting;

namespace ECommerce.Simulation.Tests;

public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. PlantedFaults.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_hunt_meets_a_planted_fault_within_its_number_of_seeds(string name)
    {
        var fault = PlantedFaults.All.Single(planted => planted.Name == name);

        var met = PlantedShop.With(fault).First(0, fault.Seeds);

        output.WriteLine(met ?? "Not met.");
        Assert.NotNull(met);
    }

    [Fact]
    public void A_fault_whose_text_the_product_no_longer_has_cannot_be_planted()
    {
        var fault = PlantedFaults.All[0] with { Text = "what no source says" };

        Assert.Contains("plant", Assert.Throws<InvalidOperationException>(() => PlantedShop.With(fault)).Message);
    }

    [Fact]
    public void The_document_lists_every_planted_fault_with_its_number_of_seeds()
    {
        var text = File.ReadAllText(PlantedShop.PathOf("docs/simulation.md"));

        Assert.All(PlantedFaults.All, fault => Assert.Contains($"| {fault.Name} | `{fault.Source}` | {fault.Seeds} |", text));
    }
}
