namespace ECommerce.WebFrontend;

/// <summary>What can be followed.</summary>
internal enum LiveKind
{
    Product,
    Campaign,
}

/// <summary>A product or a campaign that somebody named.</summary>
internal readonly record struct LiveName(LiveKind Kind, string Id)
{
    /// <summary>The name of its events.</summary>
    public string Event => Kind == LiveKind.Product ? "product" : "campaign";
}

/// <summary>What is known of a name that is followed, and who follows it. The feed alone writes it.</summary>
internal sealed class LiveTopic(LiveName name)
{
    private volatile LiveState? _state;
    private object? _source;

    public LiveName Name => name;

    /// <summary>As it is now; null: nothing is known of it yet, or there is no such campaign.</summary>
    public LiveState? State => _state;

    /// <summary>When it was last looked for where the campaigns are that have ended; null: never.</summary>
    public long? LookedUpAt { get; set; }

    /// <summary>Those who follow it; guarded by the feed's lock.</summary>
    public HashSet<LiveStream> Streams { get; } = [];

    /// <summary>Takes in a product as it is; null: it is not on sale. True: something that is told has changed.</summary>
    public bool Put(ListedProduct? product)
    {
        if (_state is not null && ReferenceEquals(_source, product))
        {
            return false;
        }

        _source = product;
        return Put(LiveState.Of(LiveProduct.Of(name.Id, product?.View)));
    }

    /// <summary>Takes in a campaign as it is. True: something that is told has changed.</summary>
    public bool Put(CampaignView campaign)
    {
        if (Equals(_source, campaign))
        {
            return false;
        }

        _source = campaign;
        return Put(LiveState.Of(LiveCampaign.Of(campaign)));
    }

    private bool Put(LiveState state)
    {
        var isChanged = _state?.Tag != state.Tag;
        _state = state;
        return isChanged;
    }
}
