namespace ECommerce.Ledger;

// A call to the database, and whether somebody still waits for it. One that was given up must not begin anything new: what it would commit
// later could undo what others have committed meanwhile.
internal sealed class Attempt(TimeProvider time)
{
    // The call that runs here. Whoever opens connections learns by it who uses them, also where another library asks for one.
    private static readonly AsyncLocal<Attempt?> Running = new();

    private volatile bool _isGivenUp;
    private volatile UsedSession? _session;

    public static Attempt? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }

    // The session of the server that does what was asked last; null: it has asked for none.
    public UsedSession? Session => _session;

    // It asks for a connection, and may have to wait for one.
    public void Connects() => _session = new(null, time.GetTimestamp());

    // It has a connection, at whose other end this session is.
    public void Uses(int session) => _session = new(session, time.GetTimestamp());

    public void GiveUp() => _isGivenUp = true;

    public void ThrowIfGivenUp()
    {
        if (_isGivenUp)
        {
            throw new LedgerUnavailableException("Nobody waits for this any more.");
        }
    }

    // Id is null while the connection is waited for.
    public sealed record UsedSession(int? Id, long Since);
}
