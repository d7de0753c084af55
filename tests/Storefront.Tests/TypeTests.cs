using ECommerce.Storefront.Tests;

[assembly: AssemblyFixture(typeof(Npm))]

namespace ECommerce.Storefront.Tests;

/// <summary>The scripts of the pages use the contract as it is: their types are checked against those generated from the document.</summary>
public sealed class TypeTests(Npm npm)
{
    [Fact]
    public async Task The_scripts_of_the_pages_are_right_by_the_types_of_the_contract()
    {
        var scripts = Directory.CreateDirectory(npm.PathOf("js")).FullName;
        var source = Path.Combine(AppContext.BaseDirectory, "scripts");
        foreach (var file in Directory.GetFiles(source, "*.js", SearchOption.AllDirectories))
        {
            var copy = npm.PathOf(Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Assert.True(Directory.GetFiles(scripts, "*.js", SearchOption.AllDirectories).Length > 20);
        var types = Path.Combine(scripts, "contract.d.ts");
        await npm.Run("node_modules/openapi-typescript/bin/cli.js", Path.Combine(AppContext.BaseDirectory, "openapi.json"), "--output", types);

        await npm.Run("node_modules/typescript/bin/tsc", "--project", npm.PathOf("tsconfig.json"));

        // The check can fail: a member that the contract does not have is found.
        await File.WriteAllTextAsync(
            Path.Combine(scripts, "wrong.js"),
            "/** @param {import('./contract').components['schemas']['WalletView']} wallet */\nexport const wrong = (wallet) => wallet.ballance;\n");
        var (code, said) = await Command.Run("node", npm.PathOf("node_modules/typescript/bin/tsc"), "--project", npm.PathOf("tsconfig.json"));
        Assert.NotEqual(0, code);
        Assert.Contains("ballance", said);
    }
}
