namespace ECommerce.Benchmarks.Tests;

/// <summary>
/// What the hot paths may allocate, in bytes for each call. A time depends on the machine, this does not: whoever makes a path allocate more
/// meets this test, and decides.
/// </summary>
public sealed class AllocationBudgets(ITestOutputHelper output)
{
    private const int Calls = 1_000;

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public void A_hold_and_its_end_cost_the_same_however_many_payments_are_under_way(int underWay)
    {
        var holds = new Holds { UnderWay = underWay };
        holds.Prepare();

        Assert.InRange(BytesOf(holds.OfStock), 1, 450);
        Assert.InRange(BytesOf(holds.OfFunds), 1, 280);
    }

    [Fact]
    public void The_decision_on_a_purchase()
    {
        var decisions = new Decisions();
        Assert.InRange(BytesOf(decisions.OfAPurchase), 1, 9_000);
    }

    [Fact]
    public async Task A_remembered_token_costs_a_fraction_of_a_new_one()
    {
        var tokens = new Tokens();
        await tokens.Prepare();

        Assert.InRange(BytesOf(tokens.Remembered), 0, 400);
        Assert.InRange(BytesOf(tokens.New), 401, 4_500);
    }

    [Fact]
    public void To_count_a_call_costs_the_header_that_tells_what_is_left()
    {
        var limits = new CallLimits();

        Assert.InRange(BytesOf(limits.Again), 1, 100);
        Assert.InRange(BytesOf(limits.FirstTime), 1, 300);
    }

    [Fact]
    public void A_page_that_was_made_before_is_served_without_allocating()
    {
        var pages = new ProductPages();
        pages.Prepare();

        Assert.Equal(0, BytesOf(pages.Ready));
    }

    private long BytesOf(Func<object> call)
    {
        void Once()
        {
            // What is awaited here never waits: otherwise another thread would allocate.
            Assert.True(call() is not Task { IsCompleted: false });
        }

        for (var i = 0; i < Calls; i++)
        {
            Once();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            Once();
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        output.WriteLine($"{call.Method.DeclaringType!.Name}.{call.Method.Name}: {bytes} bytes");
        return bytes;
    }
}
