using System.Text.Json;
using ECommerce.DataPlatform;

namespace ECommerce.DataPlatform.Tests;

public class FilePublisherTests
{
    private readonly string _path = Some.FreshPath();

    [Fact]
    public async Task Rows_are_appended_in_order_one_JSON_object_a_line()
    {
        var file = new FilePublisher(_path, TimeProvider.System);
        await file.Publish([Some.Row(1), Some.Row(2)], default);
        await file.Publish([Some.Row(3)], default);
        Assert.Equal(["ord_1", "ord_2", "ord_3"], Subjects());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task An_incomplete_last_line_is_cut_off(int length)
    {
        var file = new FilePublisher(_path, TimeProvider.System);
        await file.Publish([Some.Row(1)], default);
        await File.AppendAllTextAsync(_path, new string('{', length));
        await file.Publish([Some.Row(2)], default);
        Assert.Equal(["ord_1", "ord_2"], Subjects());
    }

    [Fact]
    public async Task A_file_with_only_an_incomplete_line_starts_anew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        await File.WriteAllTextAsync(_path, "{\"spec");
        await new FilePublisher(_path, TimeProvider.System).Publish([Some.Row(1)], default);
        Assert.Equal(["ord_1"], Subjects());
    }

    [Fact]
    public async Task A_file_that_holds_something_else_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        await File.WriteAllTextAsync(_path, "the only copy");
        var refused = Assert.Throws<InvalidOperationException>(() => new FilePublisher(_path, TimeProvider.System));
        Assert.Contains(_path, refused.Message);
        Assert.Equal("the only copy", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task A_folder_that_is_removed_is_made_again()
    {
        var file = new FilePublisher(_path, TimeProvider.System);
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
        await file.Publish([Some.Row(1)], default);
        Assert.Equal(["ord_1"], Subjects());
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_refused_at_once()
    {
        Directory.CreateDirectory(_path);
        Assert.Contains(_path, Assert.Throws<InvalidOperationException>(() => new FilePublisher(_path, TimeProvider.System)).Message);
        Assert.Throws<InvalidOperationException>(() => new FilePublisher("/proc/nothing/payments.jsonl", TimeProvider.System));
    }

    [Fact]
    public async Task All_poison_rows_are_reported_and_nothing_is_written()
    {
        OutboxRow Bad(long number) => new(number, Some.Payment($"ord_{number}", data: "no json"));
        var file = new FilePublisher(_path, TimeProvider.System);
        var e = await Assert.ThrowsAsync<PoisonEventException>(() => file.Publish([Some.Row(1), Bad(7), Some.Row(8), Bad(9)], default));
        Assert.Equal([7, 9], e.Events.Select(poison => poison.Number));
        Assert.Empty(Subjects());
    }

    [Fact]
    public async Task A_cancelled_call_writes_nothing()
    {
        var file = new FilePublisher(_path, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => file.Publish([Some.Row(1)], new CancellationToken(canceled: true)));
        Assert.Empty(Subjects());
    }

    [Fact]
    public async Task Several_publishers_share_a_file_without_mixing_lines()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            var file = new FilePublisher(_path, TimeProvider.System);
            for (var n = 0; n < 10; n++)
            {
                await PublishUntilDone(file, [Some.Row((100 * i) + n), Some.Row((100 * i) + n + 50)]);
            }
        })));
        Assert.Equal((80, 80), (Subjects().Count, Subjects().Distinct().Count()));
    }

    [Fact]
    public async Task A_lock_that_another_process_keeps_is_waited_for_with_a_bound()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);

        // A shared lock, with which only an exclusive one collides: that is what the publisher must take.
        using var other = File.Open(_path + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        var time = new StepTime();
        var publish = new FilePublisher(_path, time).Publish([Some.Row(1)], default);
        for (var attempt = 1; attempt < FilePublisher.LockAttempts; attempt++)
        {
            Assert.Equal(FilePublisher.LockPause, await time.NextPause());
            time.Advance(FilePublisher.LockPause);
        }

        var e = await Assert.ThrowsAsync<IOException>(() => publish);
        Assert.Contains("locked by another process for too long", e.Message);
    }

    // On a slow disk the others may keep the lock for longer than one call waits. The payment stream tries again too.
    private static async Task PublishUntilDone(FilePublisher file, IReadOnlyList<OutboxRow> rows)
    {
        while (true)
        {
            try
            {
                await file.Publish(rows, default);
                return;
            }
            catch (IOException e) when (e.Message.Contains("locked by another process"))
            {
            }
        }
    }

    private List<string> Subjects() =>
        [.. File.ReadAllLines(_path).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("subject").GetString()!)];
}
