namespace ECommerce.Ledger;

// A call to the database, and whether somebody still waits for it. One that was given up must not begin anything new: what it would commit
// later could undo what others have committed meanwhile.
internal sealed class Attempt
{
    private volatile bool _isGivenUp;

    public void GiveUp() => _isGivenUp = true;

    public void ThrowIfGivenUp()
    {
        if (_isGivenUp)
        {
            throw new LedgerUnavailableException("Nobody waits for this any more.");
        }
    }
}
