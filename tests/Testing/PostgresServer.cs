using Npgsql;

namespace ECommerce.Testing;

/// <summary>
/// A PostgreSQL server for tests. One is shared by the whole test process and started when first asked for;
/// <see cref="StartPrivate"/> gives a test one that it may kill.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Why there is none.</summary>
    public static string SkipReason =>
        "PostgreSQL was not found: install it (for example apt-get install postgresql), " +
        "or set TEST_POSTGRES to the connection string of a server where databases may be created.";

    private static readonly Lazy<Task<PostgresServer?>> Shared = new(StartShared);
    private static int _databases;

    private readonly TempDirectory _directory = new();
    private readonly string _binaries;
    private readonly bool _durable;
    private readonly string _address;
    private readonly int _connections;
    private readonly string _settings;

    private PostgresServer(string binaries, bool durable, string address, int connections, string settings)
    {
        (_binaries, _durable, _address, _connections, _settings) = (binaries, durable, address, connections, settings);
        Port = FreePort.Next();
    }

    /// <summary>Where it listens, on loopback.</summary>
    public int Port { get; }

    /// <summary>The postmaster's process.</summary>
    public int Id => int.Parse(File.ReadLines(Path.Combine(DataDirectory, "postmaster.pid")).First());

    private string DataDirectory => _directory.File("data");

    private string Address => $"Host={_address};Port={Port};Username=shop;Database=postgres;Timeout=5";

    /// <summary>The connection string of a fresh database on the shared server; null when there is no PostgreSQL.</summary>
    /// <param name="like">The name of one to which nobody is connected, whose tables and rows it has; null: it is empty.</param>
    public static async Task<string?> CreateDatabase(string? like = null)
    {
        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is { Length: > 0 } given)
        {
            return await CreateDatabaseOn(given, like);
        }

        return await Shared.Value is { } server ? await CreateDatabaseOn(server.Address, like) : null;
    }

    /// <summary>Without PostgreSQL: fails where tests run for the record (CI=true), skips the test elsewhere.</summary>
    public static void RequirePostgres()
    {
        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is { Length: > 0 } || PostgresBinaries.Find() is not null)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(SkipReason);
        }

        Assert.Skip(SkipReason);
    }

    /// <summary>A server of the caller's own, running; null when the programs are not installed.</summary>
    /// <param name="durable">True: it waits for the disk at each commit, as a real one does.</param>
    /// <param name="address">Where it listens, and whose network it trusts.</param>
    /// <param name="connections">The most that it takes.</param>
    /// <param name="settings">More options of its command line.</param>
    public static async Task<PostgresServer?> StartPrivate(
        bool durable = false, string address = "127.0.0.1", int connections = 400, string settings = "")
    {
        if (PostgresBinaries.Find() is not { } binaries)
        {
            return null;
        }

        var server = new PostgresServer(binaries, durable, address, connections, settings);
        await server.Initialize();
        await server.Start();
        return server;
    }

    /// <summary>The connection string of a fresh database on this server.</summary>
    public Task<string> NewDatabase() => CreateDatabaseOn(Address);

    /// <summary>Starts it, also after <see cref="Kill"/>: tries again while the dead one's memory is still in use.</summary>
    public async Task Start()
    {
        var options = $"-p {Port} -c listen_addresses={_address} -k '{_directory.Path}' -c max_connections={_connections}" +
            (_durable ? "" : " -c fsync=off -c full_page_writes=off") + " " + _settings;
        var (code, output) = await Eventually.Ask(
            () => Command.RunUnprivileged(
                Program("pg_ctl"), "start", "-w", "-t", "30", "-D", DataDirectory, "-l", _directory.File("log"), "-o", options),
            result => result.Code == 0,
            TimeSpan.FromSeconds(30));
        if (code != 0)
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {output}");
        }
    }

    /// <summary>Dumps a database of this server, and restores it into an empty one of another.</summary>
    public async Task CopyTo(string database, PostgresServer other, string empty)
    {
        var file = _directory.File("dump.sql");
        await Tool("pg_dump", database, "-f", file);
        await other.Tool("psql", empty, "-q", "-v", "ON_ERROR_STOP=1", "-f", file);
    }

    /// <summary>Stops it as an operator would.</summary>
    public Task Stop() => Command.RunUnprivileged(Program("pg_ctl"), "stop", "-w", "-m", "fast", "-D", DataDirectory);

    /// <summary>kill -9 of the postmaster; its children notice and go.</summary>
    public Task Kill() => Command.Run("kill", "-KILL", $"{Id}");

    /// <summary>A backup of a database, as an operator makes it; the path of its file.</summary>
    public async Task<string> Dump(string database)
    {
        var file = _directory.File("backup");
        await Tool("pg_dump", database, "--format=custom", "--file", file);
        return file;
    }

    /// <summary>Puts a backup back in one transaction, in the place of what is there.</summary>
    public Task Restore(string database, string backup) =>
        Tool("pg_restore", database, "--single-transaction", "--clean", "--if-exists", backup);

    /// <summary>Puts a backup into a new, empty database of the same name: the old one is lost.</summary>
    public async Task RestoreAnew(string database, string backup)
    {
        var settings = new NpgsqlConnectionStringBuilder(database) { Pooling = false };
        var name = settings.Database;
        settings.Database = "postgres";
        await using (var connection = new NpgsqlConnection(settings.ConnectionString))
        {
            await connection.OpenAsync();
            foreach (var statement in (string[])[$"DROP DATABASE {name} WITH (FORCE)", $"CREATE DATABASE {name}"])
            {
                await using var command = new NpgsqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync();
            }
        }

        await Tool("pg_restore", database, "--single-transaction", backup);
    }

    /// <summary>A backup of the whole server while it runs, as an operator makes it; the path of its folder.</summary>
    public async Task<string> BaseBackup()
    {
        var folder = _directory.File("base");
        await Ran(
            "pg_basebackup", "-h", _address, "-p", $"{Port}", "-U", "shop", "--checkpoint=fast", "--wal-method=stream", "--no-sync", "-D", folder);
        return folder;
    }

    /// <summary>Starts from such a backup: what the server had is lost.</summary>
    public async Task StartFrom(string backup)
    {
        await Command.RunUnprivileged(Program("pg_ctl"), "stop", "-w", "-m", "immediate", "-D", DataDirectory);
        Directory.Delete(DataDirectory, recursive: true);
        Directory.Move(backup, DataDirectory);
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Command.RunUnprivileged(Program("pg_ctl"), "stop", "-w", "-m", "immediate", "-D", DataDirectory);
        _directory.Dispose();
    }

    // Stopping it and deleting hundreds of databases takes seconds, and on a busy machine longer than the runner waits for a process
    // whose tests are done. So another process does it.
    private void LeaveBehind() => Command.StartUnprivileged(
        "sh", "-c", "exec >/dev/null 2>&1; \"$0\" stop -w -m immediate -D \"$1\"; rm -rf \"$2\"", Program("pg_ctl"), DataDirectory, _directory.Path);

    private static async Task<PostgresServer?> StartShared()
    {
        var server = await StartPrivate();
        if (server is not null)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => server.LeaveBehind();
        }

        return server;
    }

    private static async Task<string> CreateDatabaseOn(string server, string? like = null)
    {
        var name = $"shop_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}_{Random.Shared.Next():x}";
        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {like ?? "template1"}", connection);
            await command.ExecuteNonQueryAsync();
        }

        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    private async Task Initialize()
    {
        if (Command.IsRoot)
        {
            await Command.Run("chown", "postgres", _directory.Path);
        }

        var (code, output) = await Command.RunUnprivileged(
            Program("initdb"), "--no-sync", "-A", "trust", "-U", "shop", "-E", "UTF8", "--locale=C", "-D", DataDirectory);
        if (code != 0)
        {
            throw new InvalidOperationException($"initdb failed: {output}");
        }

        await File.AppendAllTextAsync(Path.Combine(DataDirectory, "pg_hba.conf"), $"host all all {_address}/24 trust\n");
    }

    private Task Tool(string name, string database, params IEnumerable<string> arguments) => Ran(
        name, ["-h", _address, "-p", $"{Port}", "-U", "shop", "-d", new NpgsqlConnectionStringBuilder(database).Database!, .. arguments]);

    private async Task Ran(string name, params IEnumerable<string> arguments)
    {
        var (code, output) = await Command.RunUnprivileged(Program(name), arguments);
        if (code != 0)
        {
            throw new InvalidOperationException($"{name} failed: {output}");
        }
    }

    private string Program(string name) => Path.Combine(_binaries, name);
}
