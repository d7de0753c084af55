using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace ECommerce.WebFrontend;

/// <summary>
/// Stands between the server and hosting, so that a call that is refused costs little more than to read it: no context, no trace and no
/// middleware is made for it.
/// </summary>
internal sealed class AdmittedCalls<TContext>(IHttpApplication<TContext> shop, Gates gates, WaitingRooms rooms, EarlyAnswers answers) : IHttpApplication<Call<TContext>>
    where TContext : notnull
{
    public Call<TContext> CreateContext(IFeatureCollection contextFeatures) =>
        contextFeatures is IHostContextContainer<Call<TContext>> kept ? kept.HostContext ??= new(contextFeatures) : new(contextFeatures);

    public Task ProcessRequestAsync(Call<TContext> context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        if (gates.Of(request.Method, request.Path) is not { } gate)
        {
            context.Hold();
            return context.Begin(shop);
        }

        var body = WholeBody.HasCome(context, request);
        return body.IsCompletedSuccessfully ? Admit(context, gate, body.Result) : Wait(context, gate, body.AsTask());
    }

    public void DisposeContext(Call<TContext> context, Exception? exception)
    {
        var begun = context.Begun;
        context.End();
        if (begun is not null)
        {
            shop.DisposeContext(begun, exception);
        }
    }

    private async Task Wait(Call<TContext> call, Gate gate, Task<bool> body)
    {
        try
        {
            await body;
        }
        catch (BadHttpRequestException bad)
        {
            await answers.Write(call, ExceptionProblems.Of(bad));
            return;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            call.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
            return;
        }

        await Admit(call, gate, await body);
    }

    private Task Admit(Call<TContext> call, Gate gate, bool isWhole)
    {
        // Also while it waits to be let in: a connection with a whole call on it makes room for nobody.
        call.Hold();
        if (!isWhole)
        {
            // So long a body belongs to no call of the contract. It takes nobody's place, however slowly the rest of it comes.
            return call.Begin(shop);
        }

        if (rooms.LetsPast(call.GetRequiredFeature<IHttpRequestFeature>()) is { } letIn)
        {
            // Who waited for a turn is not sent away when it has come.
            call.Set(letIn);
            return call.Begin(shop);
        }

        var entered = gate.Enter(gates.Delay);
        return entered.IsCompletedSuccessfully ? Answer(call, gate, entered.Result) : Later(call, gate, entered.AsTask());
    }

    private async Task Later(Call<TContext> call, Gate gate, Task<bool> entered) => await Answer(call, gate, await entered);

    private Task Answer(Call<TContext> call, Gate gate, bool isLetIn)
    {
        if (!isLetIn)
        {
            return answers.Overloaded(call);
        }

        call.Take(gate);
        return call.Begin(shop);
    }
}
