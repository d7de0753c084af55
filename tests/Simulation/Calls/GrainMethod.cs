using System.Reflection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;

namespace ECommerce.LocalEngine.Calls;

/// <summary>One method of a grain interface: how it is invoked, and how its requests relate to others.</summary>
internal sealed class GrainMethod
{
    private readonly MethodInvoker _invoker;
    private readonly Func<object?[], ILogger, Request> _newRequest;
    private readonly string _name;

    public GrainMethod(MethodInfo method)
    {
        _name = $"{method.DeclaringType!.Name}.{method.Name}";
        if (method.IsGenericMethodDefinition)
        {
            throw new NotSupportedException($"{_name} is generic; a grain's methods are not.");
        }

        _invoker = MethodInvoker.Create(method);
        Admission = method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? Admission.Interleaving
            : method.IsDefined(typeof(ReadOnlyAttribute)) ? Admission.ReadOnly
            : Admission.Exclusive;
        IsOneWay = method.IsDefined(typeof(OneWayAttribute));
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        _newRequest = RequestsOf(method.ReturnType);
    }

    public Admission Admission { get; }

    public bool IsOneWay { get; }

    /// <summary>How long its callers wait; null: as long as for any method.</summary>
    public TimeSpan? ResponseTimeout { get; }

    public Request NewRequest(object?[] arguments, ILogger logger) => _newRequest(arguments, logger);

    public object? Invoke(object grain, object?[] arguments) => _invoker.Invoke(grain, arguments.AsSpan());

    public override string ToString() => _name;

    private Func<object?[], ILogger, Request> RequestsOf(Type returnType)
    {
        if (IsOneWay)
        {
            return (arguments, logger) => new OneWayRequest(this, arguments, logger);
        }

        if (returnType == typeof(Task))
        {
            return (arguments, _) => new VoidRequest(this, arguments);
        }

        if (!returnType.IsGenericType || returnType.GetGenericTypeDefinition() != typeof(Task<>))
        {
            throw new NotSupportedException($"{_name} returns {returnType}; a grain's methods return Task or Task<T>.");
        }

        return GetType()
            .GetMethod(nameof(ValueRequests), BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(returnType.GenericTypeArguments)
            .CreateDelegate<Func<Func<object?[], ILogger, Request>>>(this)();
    }

    private Func<object?[], ILogger, Request> ValueRequests<T>() => (arguments, _) => new ValueRequest<T>(this, arguments);
}
