using System.Globalization;
using ECommerce.Silo;
using Microsoft.AspNetCore.Builder;

// Numbers and texts are written and compared alike on every machine, whatever its language.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
if (RequiredSettings.RefuseToStart(builder.Configuration) is { } reason)
{
    Console.Error.WriteLine(reason);
    return 1;
}

builder.AddProbes();
builder.AddSilo();

var app = builder.Build();
app.MapProbes();
await app.RunAsync();
return 0;

/// <summary>The program; internal, because WebFrontend refers to this project and has a program of its own.</summary>
internal partial class Program;
