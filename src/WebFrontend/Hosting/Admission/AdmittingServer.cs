using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace ECommerce.WebFrontend;

/// <summary>The server, which shows a call to the gates before anybody else sees it.</summary>
internal sealed class AdmittingServer(IServer server, Gates gates, WaitingRooms rooms, EarlyAnswers answers) : IServer
{
    public IFeatureCollection Features => server.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => server.StartAsync(new AdmittedCalls<TContext>(application, gates, rooms, answers), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();
}
