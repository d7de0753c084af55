namespace ECommerce.Ledger.Tests;

public sealed class SqlLedgerTests
{
    [Fact]
    public async Task A_database_that_goes_away_between_two_parts_of_a_batch_leaves_the_outcome_uncertain()
    {
        await using var database = new FailingDatabase(
            new ConstraintException(new InvalidOperationException()), null, new LedgerUnavailableException("gone"));

        await Assert.ThrowsAsync<LedgerUncertainException>(() => database.Ledger.Commit([Given.Charge("a"), Given.Charge("b")]));
    }

    // Fails its commits in turn; a commit without a failure begins with empty books.
    private sealed class FailingDatabase(params Exception?[] failures) : SqlDatabase(clock: null)
    {
        private int _commits;

        internal override Dialect Sql { get; } = new SqliteDialect();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        internal override Task Open() => Task.CompletedTask;

        internal override Task Query(params IReadOnlyList<Statement> statements) => throw new NotSupportedException();

        internal override Task Scan(TimeSpan timeout, IReadOnlyList<Statement> statements) => throw new NotSupportedException();

        internal override Task<long> Change(bool durable, IReadOnlyList<Statement> statements) => throw new NotSupportedException();

        internal override Task WriteRow() => throw new NotSupportedException();

        internal override Task<Books> Commit(BatchKeys keys, Action<Books> apply)
        {
            if (failures[_commits++] is { } failure)
            {
                throw failure;
            }

            var books = new Books();
            apply(books);
            return Task.FromResult(books);
        }
    }
}
