namespace ECommerce.Simulation.Hunting;

/// <summary>
/// Does the deeds of a story. A failure that leaves the outcome open is followed by the same call again, as the contract asks of
/// callers; what still has no answer then is asked once more at the end, when nothing goes wrong any more.
/// </summary>
internal sealed partial class Player(World world)
{
    private const int MostAttempts = 4;

    private readonly List<Func<Task>> _open = [];
    private readonly List<Task> _left = [];

    private Auditor Auditor => world.Auditor;

    /// <summary>All devices at once, each deed after the other; then those that were left without waiting.</summary>
    public async Task PlayAsync()
    {
        await Task.WhenAll(world.Story.Deeds
            .GroupBy(deed => (deed.Who, deed.Device))
            .Select(deeds => world.Scheduler.Start($"{deeds.Key.Who} {deeds.Key.Device}", () => PlayAsync([.. deeds]))));
        await Task.WhenAll(_left);
    }

    /// <summary>Everybody who got no answer asks once more, and must get one.</summary>
    public async Task ComeBackAsync()
    {
        foreach (var ask in _open.ToArray())
        {
            await ask();
        }
    }

    private async Task PlayAsync(IReadOnlyList<Deed> deeds)
    {
        foreach (var deed in deeds)
        {
            await PauseAsync(deed);
            Task[] taps = deed.Twice ? [DoAsync(deed), DoAsync(deed)] : [DoAsync(deed)];
            if (deed.Leaves)
            {
                _left.AddRange(taps);
            }
            else
            {
                await Task.WhenAll(taps);
            }
        }
    }

    private Task PauseAsync(Deed deed)
    {
        var pause = deed.Pause;
        if (deed.AtLastMoment && world.History.Now.Orders.GetValueOrDefault(deed.OrderId) is { } order)
        {
            pause = order.ExpiresAt - world.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(world.Below(2 + 4 * world.Story.Shop.MillisecondsOfWay));
        }

        return pause > TimeSpan.Zero ? world.Scheduler.Clock.Delay(pause) : Task.CompletedTask;
    }

    /// <summary>Asks until there is an answer, and has it checked.</summary>
    /// <param name="isRepeatable">Whether the call may be made again when its outcome is open.</param>
    private async Task AskAsync<T>(string what, Func<IGrainFactory, Task<T>> call, Action<T, Window> check, bool isRepeatable = true)
    {
        for (var attempt = 0; attempt < (isRepeatable ? MostAttempts : 1); attempt++)
        {
            if (await IsAnsweredAsync(what, call, check))
            {
                return;
            }

            await world.Scheduler.Clock.Delay(TimeSpan.FromMilliseconds(world.Below(3_000)));
        }

        Auditor.Count("given up");
        if (isRepeatable)
        {
            _open.Add(async () =>
            {
                if (!await IsAnsweredAsync(what, call, check))
                {
                    throw new Violation($"{what} has no answer though nothing goes wrong any more.");
                }
            });
        }
    }

    private async Task<bool> IsAnsweredAsync<T>(string what, Func<IGrainFactory, Task<T>> call, Action<T, Window> check)
    {
        var began = world.History.Mark();
        Note($"{what}?");
        T answer;
        try
        {
            answer = await call(world.AnyHost());
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException or UnavailableException or OverloadedException)
        {
            Note($"{what}: {failure.Message}");
            return false;
        }
        catch (Exception failure) when (failure is not Violation)
        {
            throw new Violation($"{what} fails: {failure.Message}", failure);
        }

        if (world.Scheduler.IsTraced)
        {
            Note($"{what}: {answer}");
        }

        try
        {
            check(answer, new(world.History, began, world.History.Mark()));
        }
        catch (Violation violation)
        {
            throw new Violation($"{what} is answered {answer}: {violation.Message}");
        }

        return true;
    }

    private void Note(string what) => world.Scheduler.Note("* " + what);
}
