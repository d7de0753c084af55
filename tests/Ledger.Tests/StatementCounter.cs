using System.Collections;
using Microsoft.Extensions.Logging;

namespace ECommerce.Ledger.Tests;

// Counts the statements and round trips that the driver logs.
internal sealed class StatementCounter : ILoggerFactory, ILogger
{
    public int Statements { get; private set; }

    public int RoundTrips { get; private set; }

    public void Restart() => (Statements, RoundTrips) = (0, 0);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> facts)
        {
            return;
        }

        // A batch of one statement is logged as a command.
        foreach (var fact in facts.Where(fact => fact.Key is "BatchCommands" or "CommandText"))
        {
            RoundTrips++;
            Statements += fact.Value is string ? 1 : ((IEnumerable)fact.Value!).Cast<object>().Count();
        }
    }

    public void Dispose()
    {
    }
}
