namespace ECommerce.Grains;

// Moved under load, it would read all holders again while everybody waits.
[Immovable]
internal sealed class CampaignGrain : Grain, ICampaignGrain
{
    private readonly ILedger _ledger;
    private readonly GroupCommit _commits;
    private readonly TimeProvider _clock;
    private readonly CouponIssue _issue = new();
    private readonly CommittedState _committed;

    public CampaignGrain(ILedger ledger, GroupCommit commits, TimeProvider clock)
    {
        (_ledger, _commits, _clock) = (ledger, commits, clock);
        _committed = new CommittedState(clock, Load);
    }

    private string CampaignId => this.GetPrimaryKeyString();

    public async Task<IReadOnlyList<Outcome<CouponView, CampaignRefusal>>> Claim(IReadOnlyList<string> userIds)
    {
        var began = _clock.GetTimestamp();
        var answers = new Outcome<CouponView, CampaignRefusal>[userIds.Count];
        var undecided = Enumerable.Range(0, userIds.Count).ToList();
        while (undecided.Count > 0)
        {
            if (!_committed.IsLoaded)
            {
                await _committed.Load();
            }

            var isFresh = _committed.IsYoungerThan(GrainBounds.Freshness) || _committed.IsSince(began);
            var winners = Decide(userIds, answers, undecided, isFresh);
            if (winners.Count > 0)
            {
                await Issue(userIds, answers, winners);
            }
            else if (undecided.Any(index => answers[index] is null))
            {
                await _committed.Load();
            }

            undecided.RemoveAll(index => answers[index] is not null);
        }

        return answers;
    }

    public async Task<Outcome<SavedCampaign, CampaignRefusal>> Save(SaveCampaign command)
    {
        // As the ledger stores it, so that saving the same again is the same.
        command = command with { StartsAt = command.StartsAt.ToWholeMilliseconds(), EndsAt = command.EndsAt.ToWholeMilliseconds() };
        if (CampaignRules.Of(CampaignId, command) is [var fault, ..])
        {
            return Outcome<SavedCampaign, CampaignRefusal>.Refused(
                CampaignRefusal.Invalid, new RefusalFacts(Field: fault.Field, Reason: fault.Reason));
        }

        var verdict = await _commits.Commit(new CampaignSaved(new Campaign(
            CampaignId, command.Name, command.Discount, command.MinimumOrder, command.Quantity, 0, command.ValidDays,
            command.StartsAt, command.EndsAt)));
        _committed.Invalidate();
        return verdict.Kind == VerdictKind.Refused
            ? Outcome<SavedCampaign, CampaignRefusal>.Refused(CampaignRefusal.QuantityBelowIssued, new RefusalFacts(Available: verdict.Available))
            : Outcome<SavedCampaign, CampaignRefusal>.Done(new SavedCampaign(verdict.Result!.Campaign.ToView(), verdict.Result.Created));
    }

    /// <summary>
    /// Answers whom committed state refuses and picks whom it covers. Left undecided are those whose answer hangs on the
    /// picked ones, and all refusals while the state is too old to refuse on.
    /// </summary>
    private List<int> Decide(IReadOnlyList<string> userIds, Outcome<CouponView, CampaignRefusal>[] answers, List<int> undecided, bool isFresh)
    {
        var now = _clock.Now();
        var winners = new List<int>();
        var winning = new HashSet<string>();
        foreach (var index in undecided)
        {
            var userId = userIds[index];
            if (_issue.Refuse(userId, now) is { } refusal)
            {
                // Who has a coupon has it for good; every other refusal could have changed.
                if (isFresh || refusal == CampaignRefusal.AlreadyIssued)
                {
                    answers[index] = Refused(refusal, userId);
                }
            }
            else if (winners.Count < _issue.Remaining && winning.Add(userId))
            {
                winners.Add(index);
            }
        }

        return winners;
    }

    private async Task Issue(IReadOnlyList<string> userIds, Outcome<CouponView, CampaignRefusal>[] answers, List<int> winners)
    {
        var now = _clock.Now();
        var commits = winners.Select(index =>
            _commits.Commit(new CouponIssued(Ids.Coupon(CampaignId, userIds[index]), CampaignId, userIds[index], now))).ToArray();
        try
        {
            await Task.WhenAll(commits);
        }
        catch
        {
            // Some may be issued: whoever repeats learns it from the ledger.
            _committed.Invalidate();
            throw;
        }

        for (var i = 0; i < winners.Count; i++)
        {
            var userId = userIds[winners[i]];
            var verdict = commits[i].Result;
            switch (verdict.Kind)
            {
                case VerdictKind.Committed:
                    _issue.Issued(userId);
                    answers[winners[i]] = Outcome<CouponView, CampaignRefusal>.Done(verdict.Result!.ToView(now));
                    break;
                case VerdictKind.Duplicate:
                    _committed.Invalidate();
                    answers[winners[i]] = Refused(CampaignRefusal.AlreadyIssued, userId);
                    break;
                case VerdictKind.Refused:
                    _committed.Invalidate();
                    break;
            }
        }
    }

    private Outcome<CouponView, CampaignRefusal> Refused(CampaignRefusal refusal, string userId) =>
        Outcome<CouponView, CampaignRefusal>.Refused(refusal, _issue.Facts(refusal, CampaignId, userId));

    private async Task Load() => _issue.Load(await _ledger.Campaign(CampaignId, _issue.IssuedUpTo));
}
