using ECommerce.Silo;
using Microsoft.AspNetCore.Builder;

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
