using System.Net.Http.Headers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace ECommerce.Clients.Tests;

/// <summary>A C# client, generated from the served document, buys something.</summary>
public sealed class CSharpClientTests(OpenedShop shop)
{
    [Fact]
    public async Task A_generated_client_charges_claims_buys_and_reads_the_code_of_an_error()
    {
        var client = Generate(await OpenApiDocument.FromJsonAsync(await shop.Document()));
        var shopper = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "csharp", "Shopper.cs"));
        var (product, campaign) = (await shop.Shop.Sells(Some.Product()), await shop.Shop.Runs(Some.Campaign()));
        using var http = shop.Processes[0].Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await shop.Token());

        var buy = Compile(client, shopper).GetType("Shopper")!.GetMethod("Buy")!;
        var said = await (Task<string>)buy.Invoke(null, [http, product.Sku, campaign.Id])!;

        Assert.Equal("50000 Paid 41000 True 409 coupon_already_issued True", said);
    }

    private static string Generate(OpenApiDocument document) => new CSharpClientGenerator(document, new CSharpClientGeneratorSettings
    {
        ClassName = "ShopClient",
        InjectHttpClient = true,
        UseBaseUrl = false,
        GenerateOptionalParameters = true,
        CSharpGeneratorSettings =
        {
            Namespace = "ECommerce.Generated",
            JsonLibrary = CSharpJsonLibrary.SystemTextJson,
            GenerateNullableReferenceTypes = true,
        },
    }).GenerateFile();

    private static System.Reflection.Assembly Compile(params string[] sources)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "GeneratedClient",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            platform.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString()));
        return System.Reflection.Assembly.Load(assembly.ToArray());
    }
}
