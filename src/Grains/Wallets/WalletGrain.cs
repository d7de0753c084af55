namespace ECommerce.Grains;

// Moved, it would forget what payments under way hold.
[Immovable]
internal sealed class WalletGrain : Grain, IWalletGrain
{
    private readonly ILedger _ledger;
    private readonly GroupedReads _reads;
    private readonly GroupCommit _commits;
    private readonly TimeProvider _clock;
    private readonly Wallet _wallet = new();
    private readonly HoldRequests _requests;

    public WalletGrain(ILedger ledger, GroupedReads reads, GroupCommit commits, TimeProvider clock)
    {
        (_ledger, _reads, _commits, _clock) = (ledger, reads, commits, clock);

        // Never refuses from memory: a coupon claimed or money charged a moment ago lies in the ledger, put there by another grain or process.
        _requests = new HoldRequests(clock, freshness: TimeSpan.Zero, Load);
    }

    private string UserId => this.GetPrimaryKeyString();

    public async Task<WalletView> Get() => new(await _ledger.Balance(UserId), "KRW");

    public async Task<Outcome<ChargeView, WalletRefusal>> Charge(ChargeWallet command)
    {
        if (command.Amount < Bounds.MinimumCharge)
        {
            return Outcome<ChargeView, WalletRefusal>.Refused(WalletRefusal.MinimumCharge);
        }

        if (command.Amount > Bounds.MaximumCharge)
        {
            return Outcome<ChargeView, WalletRefusal>.Refused(WalletRefusal.MaximumCharge);
        }

        var verdict = await _commits.Commit(new WalletCharged(command.ChargeId, UserId, command.Amount, _clock.Now()));
        _requests.Committed.Invalidate();
        var entry = verdict.Result!;
        return entry.Amount != command.Amount
            ? Outcome<ChargeView, WalletRefusal>.Refused(WalletRefusal.IdempotencyKeyReused)
            : Outcome<ChargeView, WalletRefusal>.Done(
                new ChargeView(entry.Id, entry.Amount, entry.Balance, entry.At), verdict.Kind == VerdictKind.Duplicate);
    }

    public async Task<Outcome<WalletEntryView, WalletRefusal>> Adjust(AdjustWallet command)
    {
        var now = _clock.Now();
        var verdict = await _commits.Commit(new WalletAdjusted(command.EntryId, UserId, command.Amount, command.Reason, now)
        {
            By = Acts.Of(Act.AdjustsWallet, now, command.Reason),
        });
        _requests.Committed.Invalidate();
        if (verdict.Result is not { } entry)
        {
            return Outcome<WalletEntryView, WalletRefusal>.Refused(
                WalletRefusal.InsufficientBalance, new RefusalFacts(Balance: verdict.Available, Due: -command.Amount));
        }

        return (entry.UserId, entry.Amount, entry.Reason) != (UserId, command.Amount, command.Reason)
            ? Outcome<WalletEntryView, WalletRefusal>.Refused(WalletRefusal.IdempotencyKeyReused)
            : Outcome<WalletEntryView, WalletRefusal>.Done(entry.ToOperatorsView(), verdict.Kind == VerdictKind.Duplicate);
    }

    public async Task<Page<WalletEntryView>> Entries(long? before, int limit) =>
        (await _ledger.WalletEntries(UserId, before, limit + 1)).ToPage(limit, entry => entry.ToView());

    public async Task<IReadOnlyList<CouponView>> Coupons()
    {
        var now = _clock.Now();
        return [.. (await _reads.Coupons(UserId)).Select(coupon => coupon.ToView(now))];
    }

    public Task<HoldFundsAnswer> Hold(HoldFunds command) => _requests.Hold(_wallet.Holds.AnyExpired, now => _wallet.Hold(command, now));

    public Task Settle(SettleHold outcome) => _requests.Settle(() => _wallet.Settle(outcome, _clock.Now()));

    private async Task Load() => _wallet.Load(await _reads.Wallet(UserId, _wallet.Holds.Orders), _clock.Now());
}
