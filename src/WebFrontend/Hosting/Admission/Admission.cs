using Microsoft.AspNetCore.Http.Features;

namespace ECommerce.WebFrontend;

/// <summary>
/// Calls are let in as long as they can be answered in time, and refused early and cheaply beyond that. Operators and probes are never
/// refused. A call counts from when all of it has come until its answer begins: neither who sends slowly nor who reads slowly takes
/// a place from others.
/// </summary>
internal static class Admission
{
    private const string Section = "Admission:";
    private static readonly NumberSetting Target = new(Section + "TargetMilliseconds", 500, 10, 60_000);
    private static readonly NumberSetting Least = new(Section + "MinimumInFlight", 200, 1, 10_000);
    private static readonly NumberSetting Most = new(Section + "MaximumInFlight", 10_000, 1, 100_000);

    /// <summary>Which of the settings is out of its bounds; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        NumberSetting.Refuse(configuration, Target, Least, Most)
        ?? (Least.Of(configuration) > Most.Of(configuration) ? $"{Least.Key} is more than {Most.Key}." : null);

    public static void AddAdmission(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;

        // The time of the machine: a clock that a test holds would never let a call in that waits.
        builder.Services.AddSingleton(_ => new Gates(
            TimeSpan.FromMilliseconds(Target.Of(configuration)), Least.Of(configuration), Most.Of(configuration), TimeProvider.System));
        builder.Services.AddHostedService(services => services.GetRequiredService<Gates>());
    }

    public static void UseAdmission(this WebApplication app)
    {
        var gates = app.Services.GetRequiredService<Gates>();
        app.Use(async (context, next) =>
        {
            var gate = gates.Of(context.Request);
            if (gate is not null)
            {
                await WholeBody.Come(context);
            }

            var call = new Call(gate, context.Features.Get<Connection>());
            if (gate is not null && !await gate.Enter(gates.Delay))
            {
                await Problem.Overloaded().ExecuteAsync(context);
                return;
            }

            call.Begin();
            context.Response.OnStarting(static begun =>
            {
                ((Call)begun).Answer();
                return Task.CompletedTask;
            }, call);
            try
            {
                await next(context);
            }
            finally
            {
                call.End();
            }
        });
    }

    /// <summary>What a call holds while it is under way.</summary>
    private sealed class Call(Gate? gate, Connection? connection)
    {
        private int _isAnswered;

        public void Begin() => connection?.Begin();

        public void Answer()
        {
            if (Interlocked.Exchange(ref _isAnswered, 1) == 0)
            {
                gate?.Leave();
            }
        }

        public void End()
        {
            Answer();
            connection?.End();
        }
    }
}
