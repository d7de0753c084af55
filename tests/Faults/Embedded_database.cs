using Microsoft.Data.Sqlite;

namespace ECommerce.Faults;

/// <summary>The embedded database cannot be written for a while: users are told to repeat, and it goes on without a restart.</summary>
public sealed class Embedded_database(ITestOutputHelper output)
{
    [Fact]
    public async Task While_another_program_holds_its_lock_what_writes_is_answered_503_in_time()
    {
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true });

        await Holds(process, process.SqliteFile, async file =>
        {
            var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
            await other.OpenAsync();
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            begin.CommandTimeout = (int)Scenario.Patience.TotalSeconds;
            await begin.ExecuteNonQueryAsync();

            // Closing rolls back.
            return other;
        });
    }

    [Fact]
    public async Task While_its_disk_is_full_what_writes_is_answered_503_in_time()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 32);
        var file = Path.Combine(disk.Path, "shop.db");
        await using var process = await ShopProcess.Start(new ShopSettings
        {
            SigningKey = true,
            More = new Dictionary<string, string> { ["Sqlite__Path"] = file },
        });

        await Holds(process, file, _ => Task.FromResult(disk.Fill()));
    }

    private Task Holds(ShopProcess process, string file, Func<string, Task<IAsyncDisposable>> fault)
    {
        var shop = FaultyShop.Of(process);
        return Scenario.Of(
            shop,
            async load =>
            {
                await using (await fault(file))
                {
                    await Outage.IsTold(shop, load);
                }

                await Outage.IsOver(shop);
            },
            output);
    }
}
