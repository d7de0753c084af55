namespace ECommerce.Grains;

// Moved under load, it would read all coupon holders again while every claim waits.
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
        _committed = new CommittedState(clock, CommittedState.Freshness, Load);
    }

    private string CampaignId => this.GetPrimaryKeyString();

    public async Task<IReadOnlyList<Outcome<CouponView, CampaignRefusal>>> Claim(IReadOnlyList<string> userIds)
    {
        var answers = new Outcome<CouponView, CampaignRefusal>[userIds.Count];
        var undecided = Enumerable.Range(0, userIds.Count).ToList();
        while (undecided.Count > 0)
        {
            var (winners, refused) = await _committed.Decide(() => Decide(userIds, undecided));
            foreach (var (index, refusal) in refused)
            {
                answers[index] = Refused(refusal, userIds[index]);
            }

            await Issue(userIds, answers, winners);
            undecided.RemoveAll(index => answers[index] is not null);
        }

        return answers;
    }

    public async Task<IReadOnlyList<Outcome<CouponView, CampaignRefusal>?>> Refusals(IReadOnlyList<string> userIds) => await _committed.Decide(() =>
    {
        var now = _clock.Now();
        var answers = userIds.Select(userId => _issue.Refuse(userId, now) is { } refusal ? Refused(refusal, userId) : null).ToList();
        return (NeedsFreshState(answers.Select(answer => answer?.Refusal)), answers);
    });

    public Task<Outcome<SavedCampaign, CampaignRefusal>> Save(SaveCampaign command) => Save(command, null);

    public async Task<Outcome<SavedCampaign, CampaignRefusal>> SaveIf(SaveCampaign command, Precondition precondition)
    {
        var found = (await _ledger.Campaign(CampaignId, issuedAfter: long.MaxValue))?.Campaign;
        return precondition.Holds(found is null ? null : DefinitionTag.Of(found.ToView()))
            ? await Save(command, new Replaced<Campaign>(found))
            : Outcome<SavedCampaign, CampaignRefusal>.Refused(CampaignRefusal.PreconditionFailed);
    }

    private async Task<Outcome<SavedCampaign, CampaignRefusal>> Save(SaveCampaign command, Replaced<Campaign>? replaced)
    {
        // As the ledger stores it, so that saving the same again is the same.
        command = command with { StartsAt = command.StartsAt.ToWholeMilliseconds(), EndsAt = command.EndsAt.ToWholeMilliseconds() };
        if (CampaignRules.Of(CampaignId, command) is [var fault, ..])
        {
            return Outcome<SavedCampaign, CampaignRefusal>.Refused(
                CampaignRefusal.Invalid, new RefusalFacts(Field: fault.Field, Reason: fault.Reason));
        }

        var campaign = new Campaign(
            CampaignId, command.Name, command.Discount, command.MinimumOrder, command.Quantity, 0, command.ValidDays,
            command.StartsAt, command.EndsAt);
        var verdict = await _commits.Commit(
            new CampaignSaved(campaign) { Replaces = replaced, By = Acts.Of("campaign.save", _clock.Now()) });
        _committed.Invalidate();
        return verdict.Guard == Guard.Replaced ? Outcome<SavedCampaign, CampaignRefusal>.Refused(CampaignRefusal.PreconditionFailed)
            : verdict.Kind == VerdictKind.Refused
            ? Outcome<SavedCampaign, CampaignRefusal>.Refused(CampaignRefusal.QuantityBelowIssued, new RefusalFacts(Available: verdict.Available))
            : Outcome<SavedCampaign, CampaignRefusal>.Done(new SavedCampaign(verdict.Result!.Campaign.ToView(), verdict.Result.Created));
    }

    public async Task<Outcome<CouponView, CampaignRefusal>> Give(string userId)
    {
        var now = _clock.Now();
        var verdict = await _commits.Commit(new CouponIssued(Ids.Coupon(CampaignId, userId), CampaignId, userId, now)
        {
            IsGiven = true,
            By = Acts.Of(Act.GivesCoupon, now),
        });
        Changed(verdict.Guard);
        return verdict switch
        {
            { Kind: VerdictKind.Committed, Result: { } coupon } => Outcome<CouponView, CampaignRefusal>.Done(coupon.ToView(now)),
            { Result: { } first } => Outcome<CouponView, CampaignRefusal>.Refused(CampaignRefusal.AlreadyIssued, new RefusalFacts(CouponId: first.Id)),
            { Guard: Guard.UnknownCampaign } => Outcome<CouponView, CampaignRefusal>.Refused(CampaignRefusal.UnknownCampaign),
            _ => Outcome<CouponView, CampaignRefusal>.Refused(CampaignRefusal.SoldOut),
        };
    }

    public async Task<Outcome<CampaignView, CampaignRefusal>> Pause(bool paused)
    {
        var verdict = await _commits.Commit(
            new CampaignPaused(CampaignId, paused) { By = Acts.Of(paused ? "campaign.pause" : "campaign.resume", _clock.Now()) });
        Changed(verdict.Guard);
        return verdict.Kind == VerdictKind.Refused
            ? Outcome<CampaignView, CampaignRefusal>.Refused(CampaignRefusal.UnknownCampaign)
            : Outcome<CampaignView, CampaignRefusal>.Done((await _ledger.CampaignFigures(CampaignId))!.ToOperatorsView());
    }

    /// <summary>An operator has changed the campaign in the ledger. Who asks for one that does not exist leaves no grain behind.</summary>
    private void Changed(Guard? refusedBy)
    {
        _committed.Invalidate();
        if (refusedBy == Guard.UnknownCampaign)
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>
    /// Decides who gets a coupon and who is refused. A claim in neither list waits for the winners' commit: until then it is not
    /// known whether a coupon is left for it.
    /// </summary>
    private (bool NeedsFreshState, (List<int> Winners, List<(int Index, CampaignRefusal Refusal)> Refused)) Decide(
        IReadOnlyList<string> userIds, List<int> undecided)
    {
        var now = _clock.Now();
        var winners = new List<int>();
        var winning = new HashSet<string>();
        var refused = new List<(int Index, CampaignRefusal Refusal)>();
        foreach (var index in undecided)
        {
            if (_issue.Refuse(userIds[index], now) is { } refusal)
            {
                refused.Add((index, refusal));
            }
            else if (winners.Count < _issue.Remaining && winning.Add(userIds[index]))
            {
                winners.Add(index);
            }
        }

        return (NeedsFreshState(refused.Select(it => (CampaignRefusal?)it.Refusal)), (winners, refused));
    }

    // A user who has a coupon has it for good. What every other refusal rests on may have changed in the ledger.
    private static bool NeedsFreshState(IEnumerable<CampaignRefusal?> refusals) =>
        refusals.Any(refusal => refusal is not (null or CampaignRefusal.AlreadyIssued));

    private async Task Issue(IReadOnlyList<string> userIds, Outcome<CouponView, CampaignRefusal>[] answers, List<int> winners)
    {
        var now = _clock.Now();
        var commits = winners
            .Select(index => _commits.Commit(new CouponIssued(Ids.Coupon(CampaignId, userIds[index]), CampaignId, userIds[index], now, _issue.Campaign)))
            .ToArray();
        try
        {
            await Task.WhenAll(commits);
        }
        catch
        {
            // Some may be issued. The repeated claim finds them in the ledger.
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
                    _issue.Issued(userId, verdict.Result!.IssuedAt);
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

    private async Task Load()
    {
        var campaign = await _ledger.Campaign(CampaignId, _issue.IssuedUpTo);
        _issue.Load(campaign);
        if (campaign is null)
        {
            // Callers who make up ids would fill the memory with grains.
            DeactivateOnIdle();
        }
    }
}
