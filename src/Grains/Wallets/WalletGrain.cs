namespace ECommerce.Grains;

internal sealed class WalletGrain : Grain, IWalletGrain
{
    private readonly ILedger _ledger;
    private readonly GroupCommit _commits;
    private readonly TimeProvider _clock;
    private readonly Wallet _wallet = new();
    private readonly CommittedState _committed;
    private readonly Settlements _settlements = new();

    public WalletGrain(ILedger ledger, GroupCommit commits, TimeProvider clock)
    {
        (_ledger, _commits, _clock) = (ledger, commits, clock);
        _committed = new CommittedState(clock, Load);
    }

    private string UserId => this.GetPrimaryKeyString();

    public async Task<WalletView> Get()
    {
        var last = await _ledger.WalletEntries(UserId, before: null, limit: 1);
        return new WalletView(last.Count == 0 ? 0 : last[0].Row.Balance, "KRW");
    }

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
        _committed.Invalidate();
        var entry = verdict.Result!;
        return entry.Amount != command.Amount
            ? Outcome<ChargeView, WalletRefusal>.Refused(WalletRefusal.IdempotencyKeyReused)
            : Outcome<ChargeView, WalletRefusal>.Done(
                new ChargeView(entry.Id, entry.Amount, entry.Balance, entry.At), verdict.Kind == VerdictKind.Duplicate);
    }

    public async Task<Page<WalletEntryView>> Entries(long? before, int limit) =>
        (await _ledger.WalletEntries(UserId, before, limit + 1)).ToPage(limit, entry =>
            new WalletEntryView(entry.Id, entry.Kind, entry.Amount, entry.Balance, entry.OrderId, entry.At));

    public async Task<IReadOnlyList<CouponView>> Coupons()
    {
        var now = _clock.Now();
        return [.. (await _ledger.Coupons(UserId)).Select(coupon => coupon.ToView(now))];
    }

    public async Task<FundsHold> Hold(HoldFunds command)
    {
        var began = _clock.GetTimestamp();
        while (true)
        {
            if (_committed.IsLoading || !(_committed.IsLoaded || _committed.IsSince(began)) || _wallet.Holds.AnyExpired(_clock.Now()))
            {
                await _committed.Load();
                continue;
            }

            var (decision, answer) = _wallet.Hold(command, _clock.Now());
            if (decision == Decision.Held || (decision == Decision.Refused && _committed.IsSince(began)))
            {
                return answer;
            }

            if (decision == Decision.Refused)
            {
                // A coupon claimed or money charged a moment ago is never refused: what this user did lies in the ledger.
                await _committed.Load();
            }
            else if (!await _settlements.Next.Within(GrainBounds.HoldWait - _clock.GetElapsedTime(began), _clock))
            {
                return answer;
            }
        }
    }

    public async Task Settle(SettleHold outcome)
    {
        await _committed.Idle;
        if (!_wallet.Settle(outcome, _clock.Now()))
        {
            _committed.Invalidate();
        }

        await _settlements.Raise();
    }

    private async Task Load()
    {
        _wallet.Load(await _ledger.Wallet(UserId, _wallet.Holds.Orders), _clock.Now());
        await _settlements.Raise();
    }
}
