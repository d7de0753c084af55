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
    private static readonly NumberSetting Least = new(Section + "MinimumInFlight", 1_000, 1, 10_000);
    private static readonly NumberSetting Most = new(Section + "MaximumInFlight", 10_000, 1, 100_000);

    /// <summary>Which of the settings is out of its bounds; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        NumberSetting.Refuse(configuration, Target, Least, Most)
        ?? (configuration[Least.Key] is not null && Least.Of(configuration) > Most.Of(configuration) ? $"{Least.Key} is more than {Most.Key}." : null);

    public static void AddAdmission(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;

        // The time of the machine: a clock that a test holds would never let a call in that waits.
        builder.Services.AddSingleton(_ => new Gates(
            TimeSpan.FromMilliseconds(Target.Of(configuration)), Math.Min(Least.Of(configuration), Most.Of(configuration)), Most.Of(configuration), TimeProvider.System));
        builder.Services.AddHostedService(services => services.GetRequiredService<Gates>());
    }

    public static void UseAdmission(this WebApplication app)
    {
        var gates = app.Services.GetRequiredService<Gates>();
        app.Use(async (context, next) =>
        {
            var gate = gates.Of(context.Request);
            if (gate is not null && !await WholeBody.HasCome(context))
            {
                // So long a body belongs to no call of the contract. It takes nobody's place, however slowly the rest of it comes.
                gate = null;
            }

            // Also while it waits to be let in: a connection with a whole call on it makes room for nobody.
            var connection = context.Features.Get<Connection>();
            connection?.Begin();
            try
            {
                if (gate is not null && !await gate.Enter(gates.Delay))
                {
                    await Problem.Overloaded().ExecuteAsync(context);
                    return;
                }

                var place = new Place(gate);
                context.Response.OnStarting(static begun =>
                {
                    ((Place)begun).Leave();
                    return Task.CompletedTask;
                }, place);
                try
                {
                    await next(context);
                }
                finally
                {
                    place.Leave();
                }
            }
            finally
            {
                connection?.End();
            }
        });
    }

    /// <summary>The place that a call takes until its answer begins.</summary>
    private sealed class Place(Gate? gate)
    {
        private int _isLeft;

        public void Leave()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                gate?.Leave();
            }
        }
    }
}
