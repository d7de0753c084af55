using ECommerce.Silo;
using Microsoft.AspNetCore.Builder;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
if ((SettingFaults.RefuseToStart(builder.Configuration)
    ?? RequiredSettings.RefuseToStart(builder.Configuration)
    ?? ClusterTls.RefuseToStart(builder.Configuration)) is { } reason)
{
    Console.Error.WriteLine(reason);
    return 1;
}

builder.AddTelemetry(Telemetry.Silo);
builder.AddProbes();
builder.AddSilo();

var app = builder.Build();
app.MapProbes();
await app.RunAsync();
return 0;

/// <summary>The program; internal, because WebFrontend refers to this project and has a program of its own.</summary>
internal partial class Program;
