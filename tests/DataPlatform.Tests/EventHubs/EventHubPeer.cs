using System.Collections.Concurrent;
using System.Text;
using ECommerce.Testing;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;
using Microsoft.Azure.Amqp.Sasl;
using Microsoft.Azure.Amqp.Transport;

namespace ECommerce.DataPlatform.Tests.EventHubs;

/// <summary>An event as the peer received it.</summary>
/// <param name="Request">The number of the transfer that brought it.</param>
internal sealed record ReceivedEvent(long Request, string? PartitionKey, string? ContentType, string? MessageId, IReadOnlyDictionary<string, object> Properties, string Body)
{
    public string Id => (string)Properties["cloudEvents:id"];
}

/// <summary>
/// Speaks AMQP 1.0 over real sockets as an event hub does towards its publishers: tokens at $cbs, one message or a batch a
/// transfer, a largest message, and refusals that a test asks for.
/// </summary>
internal sealed class EventHubPeer : IRuntimeProvider, IDisposable
{
    private const uint Credit = 1_000;

    private readonly AmqpSettings _settings = new();
    private readonly AmqpTransportListener _listener;
    private readonly ConcurrentQueue<ReceivedEvent> _received = new();
    private readonly ConcurrentQueue<Error> _refusals = new();
    private readonly ConcurrentDictionary<string, SendingAmqpLink> _answers = new();
    private readonly ulong _largest;
    private long _requests;
    private int _refused;

    public EventHubPeer(ulong largest = 1_048_576)
    {
        _largest = largest;
        Port = FreePort.Next();
        var version = new AmqpVersion(1, 0, 0);
        var sasl = new SaslTransportProvider();
        sasl.Versions.Add(version);
        sasl.AddHandler(new SaslAnonymousHandler("MSSBCBS"));
        _settings.RuntimeProvider = this;
        _settings.TransportProviders.Add(sasl);
        var amqp = new AmqpTransportProvider();
        amqp.Versions.Add(version);
        _settings.TransportProviders.Add(amqp);
        _listener = new AmqpTransportListener([new TcpTransportSettings { Host = "127.0.0.1", Port = Port }.CreateListener()], _settings);
        _listener.Listen(Accept);
    }

    public int Port { get; }

    /// <summary>As the SDK takes it for a hub on this machine, without TLS.</summary>
    public string ConnectionString => $"Endpoint=sb://127.0.0.1:{Port};SharedAccessKeyName=send;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true";

    /// <summary>What arrived and was accepted, in order.</summary>
    public IReadOnlyList<ReceivedEvent> Received => [.. _received];

    /// <summary>How many transfers were refused.</summary>
    public int Refused => _refused;

    /// <summary>How many transfers it accepts; it refuses further ones as if it were too busy.</summary>
    public int Accepts { get; set; } = int.MaxValue;

    /// <summary>Refuses the next transfers, whole, with this condition.</summary>
    public void Refuse(string condition, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _refusals.Enqueue(Refusal(condition));
        }
    }

    public void Dispose() => _listener.Close();

    public AmqpConnection CreateConnection(
        TransportBase transport, ProtocolHeader header, bool isInitiator, AmqpSettings settings, AmqpConnectionSettings connection) =>
        new(transport, header, isInitiator, settings, connection);

    public AmqpSession CreateSession(AmqpConnection connection, AmqpSessionSettings settings) => new(connection, settings, this);

    public AmqpLink CreateLink(AmqpSession session, AmqpLinkSettings settings)
    {
        if (settings.Role != true)
        {
            return new SendingAmqpLink(session, settings);
        }

        settings.MaxMessageSize = _largest;
        return new ReceivingAmqpLink(session, settings);
    }

    public IAsyncResult BeginOpenLink(AmqpLink link, TimeSpan timeout, AsyncCallback callback, object state)
    {
        switch (link)
        {
            case ReceivingAmqpLink receiver:
                var isToken = ((Target)link.Settings.Target).Address.ToString() == "$cbs";
                receiver.RegisterMessageListener(message => Receive(receiver, message, isToken));
                receiver.SetTotalLinkCredit(Credit, applyNow: true, updateAutoFlow: true);
                break;
            case SendingAmqpLink sender:
                _answers[((Target)link.Settings.Target).Address.ToString()!] = sender;
                break;
        }

        var done = new TaskCompletionSource(state);
        done.SetResult();
        callback(done.Task);
        return done.Task;
    }

    public void EndOpenLink(IAsyncResult result)
    {
    }

    private void Accept(TransportListener listener, TransportAsyncCallbackArgs args)
    {
        var connection = new AmqpConnection(
            args.Transport, (ProtocolHeader)args.UserToken, false, _settings, new AmqpConnectionSettings { ContainerId = "peer", MaxFrameSize = 65_536 });
        connection.BeginOpen(TimeSpan.FromSeconds(10), connection.EndOpen, null);
    }

    private void Receive(ReceivingAmqpLink link, AmqpMessage message, bool isToken)
    {
        if (isToken)
        {
            link.AcceptMessage(message, settled: true, batchable: false);
            Answer(message);
        }
        else if (_refusals.TryDequeue(out var error) || Interlocked.Read(ref _requests) >= Accepts)
        {
            Interlocked.Increment(ref _refused);
            link.DisposeMessage(message, new Rejected { Error = error ?? Refusal("com.microsoft:server-busy") }, settled: true, batchable: false);
        }
        else
        {
            Keep(message);
            link.AcceptMessage(message, settled: true, batchable: false);
        }
    }

    private static Error Refusal(string condition) => new() { Condition = condition, Description = "asked for by the test" };

    private void Answer(AmqpMessage request)
    {
        var answer = AmqpMessage.Create();
        answer.ApplicationProperties.Map["status-code"] = 202;
        answer.Properties.CorrelationId = request.Properties.MessageId;
        answer.Settled = true;
        _answers[request.Properties.ReplyTo.ToString()!].SendMessageNoWait(answer, AmqpConstants.EmptyBinary, AmqpConstants.NullBinary);
    }

    private void Keep(AmqpMessage message)
    {
        var request = Interlocked.Increment(ref _requests);
        message.MessageAnnotations.Map.TryGetValue<string>("x-opt-partition-key", out var key);
        foreach (var single in message.MessageFormat == AmqpConstants.AmqpBatchedMessageFormat ? message.DataBody.Select(Open) : [message])
        {
            _received.Enqueue(new(
                request, key, single.Properties.ContentType.ToString(), single.Properties.MessageId.ToString(),
                single.ApplicationProperties.Map.ToDictionary(pair => pair.Key.ToString()!, pair => pair.Value),
                Encoding.UTF8.GetString((ArraySegment<byte>)single.DataBody.Single().Value)));
        }
    }

    private static AmqpMessage Open(Data data)
    {
        var bytes = (ArraySegment<byte>)data.Value;
        return AmqpMessage.CreateAmqpStreamMessage(new BufferListStream([bytes]));
    }
}
