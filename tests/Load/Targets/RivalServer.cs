using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.Load;

/// <summary>The plain servers and the empty endpoint, in a process of their own.</summary>
internal static class RivalServer
{
    public const string Empty = "empty";
    public const string RowLock = "row-lock";
    public const string ConditionalUpdate = "conditional-update";

    /// <summary>The header that names the user; nothing proves it.</summary>
    public const string User = "X-User";

    /// <summary>What can be compared with.</summary>
    public static readonly IReadOnlyList<string> Kinds = [RowLock, ConditionalUpdate, Empty];

    /// <param name="rowLock">The connection string of a database for one of them.</param>
    /// <param name="conditionalUpdate">And of one for the other.</param>
    public static async Task Serve(int port, string rowLock, string conditionalUpdate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.Map($"/{Empty}/{{bytes:int}}", (int bytes) => Results.Bytes(new byte[bytes]));
        await using var locking = await RivalDatabase.Create(rowLock);
        await using var updating = await RivalDatabase.Create(conditionalUpdate);
        Map(app.MapGroup("/" + RowLock), locking, new RowLockRival(locking.Source));
        Map(app.MapGroup("/" + ConditionalUpdate), updating, new ConditionalUpdateRival(updating.Source));
        await app.RunAsync();
    }

    private static void Map(RouteGroupBuilder group, RivalDatabase database, IRival rival)
    {
        group.MapPut("/campaigns/{id}", (string id, long quantity) => database.Open(id, quantity));
        group.MapGet("/campaigns/{id}", (string id) => database.Issued(id));
        group.MapPut("/stock", ([FromBody] string[] skus, long each) => database.Fill("stock", skus, each));
        group.MapPost("/stock", ([FromBody] string[] skus) => database.Sum("stock", skus));
        group.MapPut("/wallets", ([FromBody] string[] users, long each) => database.Fill("wallets", users, each));
        group.MapPost("/wallets", ([FromBody] string[] users) => database.Sum("wallets", users));
        group.MapPost("/campaigns/{id}/claim", async (string id, HttpRequest request) => Answer(await rival.Claim(id, request.Headers[User].ToString())));
        group.MapPost("/orders/{sku}", async (string sku, HttpRequest request) => Answer(await rival.Buy(request.Headers[User].ToString(), sku)));
    }

    private static IResult Answer(string? id) => id is null ? Results.StatusCode(StatusCodes.Status409Conflict) : Results.Json(new { id }, statusCode: 201);
}

/// <summary>A running <see cref="RivalServer"/>.</summary>
internal sealed class RivalProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Running _running;

    private RivalProcess(Running running, Uri address, PostgresServer database) => (_running, Address, Database) = (running, address, database);

    public Uri Address { get; }

    public PostgresServer Database { get; }

    public int Id => _running.Id;

    public static async Task<RivalProcess> Start(PostgresServer database)
    {
        var port = FreePort.Next();
        var running = new Running(new ProcessStartInfo(
            "dotnet", [typeof(RivalServer).Assembly.Location, "serve", $"{port}", await database.NewDatabase(), await database.NewDatabase()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var process = new RivalProcess(running, new($"http://127.0.0.1:{port}"), database);
        using var client = new Client(process.Address);
        var up = await Eventually.Ask(() => client.Send(HttpMethod.Get, $"/{RivalServer.Empty}/0"), reply => reply.Status == 200 || running.HasExited, Patience);
        return up.Status == 200 ? process : throw new InvalidOperationException("The rival servers did not start:\n" + running.Log);
    }

    public ValueTask DisposeAsync()
    {
        _running.Kill();
        return ValueTask.CompletedTask;
    }
}
