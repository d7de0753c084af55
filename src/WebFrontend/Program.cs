using ECommerce.WebFrontend;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
if ((GrainAccess.RefuseToStart(builder.Configuration)
    ?? ShopAuthentication.RefuseToStart(builder)
    ?? Edge.RefuseToStart(builder.Configuration)) is { } reason)
{
    Console.Error.WriteLine(reason);
    return 1;
}

builder.AddEdge();
builder.AddShopAuthentication();
builder.AddOpenApiDocument();
builder.AddHealth();
builder.AddGrains();
builder.AddProductList();
builder.AddClaims();
builder.AddLive();
builder.AddPages();

var app = builder.Build();
app.UseEdge();
app.MapHealth();
app.MapOpenApiDocument();
app.MapDevTokens();
app.MapGrains();
app.MapPages();

var v1 = app.MapGroup("/v1").WithContract();
v1.MapProducts();
v1.MapWallet();
v1.MapCart();
v1.MapOrders();
v1.MapCampaigns();
v1.MapLive();
v1.MapOperations();

app.LogWelcome();
await app.RunAsync();
return 0;

/// <summary>The program, named for hosts that start it within a test.</summary>
public partial class Program;
