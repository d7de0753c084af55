namespace ECommerce.ShopTests.Data;

/// <summary>The files that a shop of one process keeps, and what becomes of it when somebody takes them away.</summary>
public sealed class Files_of_a_shop : IDisposable
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _directory = new();

    private string Folder => _directory.File("data");

    private string Books => Path.Combine(Folder, "shop.db");

    private string Marker => Books + ".made";

    private ShopSettings Settings => new()
    {
        SigningKey = true,
        PaymentsFile = Path.Combine(Folder, "payments.jsonl"),
        More = new Dictionary<string, string> { ["Sqlite__Path"] = Books },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("replaced")]
    [InlineData("its folder moved")]
    [InlineData("its log deleted")]
    public async Task Nothing_is_acknowledged_once_the_books_are_gone(string fate)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Nobody can take an open file away there.");
        await using var process = await ShopProcess.Start(Settings);
        var shop = new Shop([process.Http], signed: true);
        var product = await shop.Sells(Some.Product());
        var user = await shop.NewUser(50_000);
        (await user.AddToCart(product.Sku, 1)).Expect(200);

        TakeAway(fate);
        for (var i = 0; i < 3; i++)
        {
            (await user.Charge(1_000)).Expect(503, "unavailable");
            (await user.Buy(product.Sku, 1)).Expect(503, "unavailable");
            (await user.AddToCart(product.Sku, 1)).Expect(503, "unavailable");
            (await user.Wallet()).Expect(503, "unavailable");
        }

        // Readiness asks for a write once a second.
        await Eventually.Holds(
            async () => Assert.Contains("was deleted, moved or replaced", (await shop.Anonymous.Get("/readyz")).Expect(503).Text), TimeSpan.FromSeconds(30));
        (await shop.Anonymous.Get("/livez")).Expect(200);
    }

    [Fact]
    public async Task A_shop_goes_on_when_its_books_are_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Nobody can take an open file away there.");
        await using var process = await ShopProcess.Start(Settings);
        var shop = new Shop([process.Http], signed: true);
        var user = await shop.NewUser(50_000);

        TakeAway("moved");
        (await user.Charge(1_000)).Expect(503, "unavailable");
        File.Move(Books + ".away", Books);

        await Eventually.Holds(async () => (await shop.Anonymous.Get("/readyz")).Expect(200), Recovery);
        (await user.Charge(1_000)).Expect(201);
        Assert.Equal(51_000, await user.Balance());
        await process.Restart();
        Assert.Equal(51_000, await user.Balance());
        await shop.BooksAreRight();
    }

    [Fact]
    public async Task What_was_acknowledged_before_the_log_was_deleted_is_in_the_books_after_a_restart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Nobody can take an open file away there.");
        await using var process = await ShopProcess.Start(Settings);
        var shop = new Shop([process.Http], signed: true);
        var user = await shop.NewUser(50_000);

        TakeAway("its log deleted");
        (await user.Charge(1_000)).Expect(503, "unavailable");
        await process.Restart();

        Assert.Equal(50_000, await user.Balance());
        await shop.BooksAreRight();
    }

    [Fact]
    public async Task A_shop_whose_books_are_missing_does_not_begin_anew_by_itself()
    {
        var user = await Opened(async user => (await user.Charge(5_000)).Expect(201));
        File.Copy(Books, Books + ".backup");
        File.Delete(Books);

        var (code, log) = await ShopProcess.RunToEnd(Settings, Recovery);
        Assert.Equal(1, code);
        Assert.Contains($"The database {Books} is missing or empty", log);
        Assert.Contains($"remove {Marker}", log);
        Assert.False(File.Exists(Books));

        // An empty file is no database that was put back.
        await File.WriteAllBytesAsync(Books, []);
        (code, log) = await ShopProcess.RunToEnd(Settings, Recovery);
        Assert.NotNull(code);
        Assert.Contains("is missing or empty", log);

        File.Move(Books + ".backup", Books, overwrite: true);
        await Opened(async again => Assert.Equal(5_000, await again.Balance()), user);
    }

    [Fact]
    public async Task A_shop_begins_anew_where_the_marker_was_removed_as_well_or_the_whole_folder()
    {
        var user = await Opened(async user => (await user.Charge(5_000)).Expect(201));
        File.Delete(Books);
        File.Delete(Marker);
        await Opened(async again => Assert.Equal(0, await again.Balance()), user);

        Directory.Delete(Folder, recursive: true);
        await Opened(async again => Assert.Equal(0, await again.Balance()), user);
    }

    [Fact]
    public async Task Books_that_a_program_of_the_version_before_made_get_the_marker()
    {
        var user = await Opened(async user => (await user.Charge(5_000)).Expect(201));
        File.Delete(Marker);

        await Opened(async again => Assert.Equal(5_000, await again.Balance()), user);
        Assert.True(File.Exists(Marker));
    }

    [Fact]
    public async Task Only_the_user_of_the_program_can_open_what_it_makes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files there have no modes.");
        await using var process = await ShopProcess.Start(Settings);
        var shop = new Shop([process.Http], signed: true);
        var product = await shop.Sells(Some.Product());
        (await (await shop.NewUser(50_000)).Buy(product.Sku, 1)).Expect(201);
        await shop.DrainedStream(Recovery);

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(file | UnixFileMode.UserExecute, Mode(Folder));
        var made = Directory.GetFiles(Folder);
        Assert.Equal(
            ["payments.jsonl", "payments.jsonl.lock", "shop.db", "shop.db-shm", "shop.db-wal", "shop.db.made"],
            made.Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.All(made, path => Assert.Equal(file, Mode(path)));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private void TakeAway(string fate)
    {
        switch (fate)
        {
            case "deleted":
                File.Delete(Books);
                break;
            case "moved":
                File.Move(Books, Books + ".away");
                break;
            case "replaced":
                File.Copy(Books, Books + ".other");
                File.Move(Books + ".other", Books, overwrite: true);
                break;
            case "its folder moved":
                Directory.Move(Folder, Folder + ".away");
                break;
            case "its log deleted":
                File.Delete(Books + "-wal");
                break;
        }
    }

    // Opens the shop, lets a user act, and closes it.
    private async Task<string> Opened(Func<Caller, Task> act, string? user = null)
    {
        user ??= Some.UserId();
        await using var process = await ShopProcess.Start(Settings);
        await act(await new Shop([process.Http], signed: true).User(user));
        Assert.Equal(0, await process.Stop());
        return user;
    }
}
