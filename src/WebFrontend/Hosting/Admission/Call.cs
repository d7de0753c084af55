using System.Collections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace ECommerce.WebFrontend;

/// <summary>
/// A request as the server has read it, and the place that it takes. Hosting makes its own context of it when it is let in; that one, like this, is
/// kept for the next request on the same connection, as hosting and the server do without us.
/// </summary>
internal sealed class Call<TContext>(IFeatureCollection features) : IFeatureCollection, IHostContextContainer<TContext>
    where TContext : notnull
{
    private Connection? _connection;
    private Gate? _gate;

    /// <summary>What hosting keeps for the next request.</summary>
    public TContext? HostContext { get; set; }

    /// <summary>Hosting's context of this request; null while it is not let in.</summary>
    public TContext? Begun { get; private set; }

    public bool IsReadOnly => features.IsReadOnly;

    public int Revision => features.Revision;

    public object? this[Type key]
    {
        get => features[key];
        set => features[key] = value;
    }

    /// <summary>From now on the connection makes room for nobody.</summary>
    public void Hold() => (_connection = features.Get<Connection>())?.Begin();

    /// <summary>It takes a place until its answer begins.</summary>
    public void Take(Gate gate)
    {
        _gate = gate;
        features.GetRequiredFeature<IHttpResponseFeature>().OnStarting(
            static call =>
            {
                ((Call<TContext>)call).Leave();
                return Task.CompletedTask;
            },
            this);
    }

    /// <summary>Hands it to hosting.</summary>
    public Task Begin(IHttpApplication<TContext> shop) => shop.ProcessRequestAsync(Begun = shop.CreateContext(this));

    /// <summary>It is answered, or its caller is gone.</summary>
    public void End()
    {
        Leave();
        _connection?.End();
        (_connection, Begun) = (null, default);
    }

    public TFeature? Get<TFeature>() => features.Get<TFeature>();

    public void Set<TFeature>(TFeature? instance) => features.Set(instance);

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Leave() => Interlocked.Exchange(ref _gate, null)?.Leave();
}
