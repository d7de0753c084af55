using System.Reflection;
using Orleans.Concurrency;

namespace ECommerce.Grains.Tests;

/// <summary>
/// Knows when every one-way call that was sent has been carried out. Without it, a test that asks right after a payment could meet
/// a product that has not yet heard how the payment ended.
/// </summary>
internal sealed class OneWayCalls : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _allDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;

    /// <summary>Completes when no one-way call is under way.</summary>
    public Task AllDone
    {
        get
        {
            lock (_lock)
            {
                return _underWay == 0 ? Task.CompletedTask : _allDone.Task;
            }
        }
    }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (IsOneWay(context))
        {
            Count(1);
        }

        return context.Invoke();
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        finally
        {
            if (IsOneWay(context))
            {
                Count(-1);
            }
        }
    }

    private static bool IsOneWay(IGrainCallContext context) => context.InterfaceMethod.IsDefined(typeof(OneWayAttribute));

    private void Count(int change)
    {
        lock (_lock)
        {
            _underWay += change;
            if (_underWay == 0)
            {
                _allDone.SetResult();
                _allDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
