using System.Collections.Concurrent;
using System.Reflection;

namespace ECommerce.Simulation;

/// <summary>A method of a grain's interface or of the ledger's, and how it is called.</summary>
internal sealed class RemoteMethod
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<MethodInfo, RemoteMethod> Known = new();

    private readonly MethodInvoker _invoker;
    private readonly Func<object?[], RemoteCall> _newCall;

    private RemoteMethod(MethodInfo method)
    {
        Info = method;
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        IsInterleaving = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsOneWay = method.IsDefined(typeof(OneWayAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout ?? UsualTimeout;
        _invoker = MethodInvoker.Create(method);
        _newCall = GetType()
            .GetMethod(nameof(CallsOf), BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(method.ReturnType == typeof(Task) ? typeof(object) : method.ReturnType.GenericTypeArguments.Single())
            .CreateDelegate<Func<Func<object?[], RemoteCall>>>(this)();
    }

    public MethodInfo Info { get; }

    /// <summary>With its interface.</summary>
    public string Name { get; }

    public bool IsInterleaving { get; }

    public bool IsOneWay { get; }

    /// <summary>How long its callers wait.</summary>
    public TimeSpan Timeout { get; }

    public static RemoteMethod Of(MethodInfo method) => Known.GetOrAdd(method, static found => new(found));

    public RemoteCall NewCall(object?[] arguments) => _newCall(arguments);

    /// <summary>Runs it up to its first await. What it throws until then comes with the task.</summary>
    public Task Invoke(object target, object?[] arguments)
    {
        try
        {
            return (Task)_invoker.Invoke(target, arguments.AsSpan())!;
        }
        catch (Exception failure)
        {
            return Task.FromException(failure);
        }
    }

    public override string ToString() => Name;

    private Func<object?[], RemoteCall> CallsOf<T>() => arguments => new RemoteCall<T>(this, arguments);
}
