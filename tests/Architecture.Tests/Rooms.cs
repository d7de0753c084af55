using System.Text.RegularExpressions;

namespace ECommerce.Architecture.Tests;

public sealed class Rooms
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["GrainInterfaces"] = [],
        ["Ledger"] = ["GrainInterfaces"],
        ["Grains"] = ["GrainInterfaces", "Ledger"],
        ["DataPlatform"] = ["Ledger"],
        ["Silo"] = ["Grains", "DataPlatform"],
        ["WebFrontend"] = ["GrainInterfaces", "Silo"],
    };

    [Fact]
    public void Projects_refer_only_to_the_rooms_below_them()
    {
        foreach (var project in Sources.Under("src", "*.csproj"))
        {
            var room = Path.GetFileNameWithoutExtension(project.Path);
            var named = Regex.Matches(project.Text, @"ProjectReference Include=""[^""]*/(\w+)\.csproj""").Select(match => match.Groups[1].Value);
            Assert.Empty(named.Except(Allowed[room]).Select(other => $"{room} -> {other}"));
        }
    }

    [Fact]
    public void The_frontend_names_no_grain_class_no_ledger_and_one_line_of_the_silo()
    {
        var frontend = Sources.Under("src/WebFrontend");
        Assert.Empty(new Rule(@"using ECommerce\.(Grains|Ledger|DataPlatform)\b", "").Offences(frontend));
        Assert.Empty(new Rule(@"(?<![I\w])(Wallet|Product|Campaign|Cart|Order|Catalogue|BestSellers|Operations)Grain\b", "").Offences(frontend));
        Assert.Equal(
            ["src/WebFrontend/Hosting/GrainAccess.cs"],
            frontend.Where(source => source.Text.Contains("using ECommerce.Silo")).Select(source => source.Path));
    }
}
