namespace ECommerce.Storefront.Tests.Console;

/// <summary>An operator at the console.</summary>
internal static class OperatorVisit
{
    /// <summary>Signs in at the console and goes to one of its pages.</summary>
    public static async Task<Visit> AsOperator(this Visit visit, string path = "/console")
    {
        await visit.At("/console");
        await visit.Page.GetByLabel(visit.In("운영자 이름", "Operator's name")).FillAsync("olga");
        await visit.Main.GetByRole(AriaRole.Button, new() { Name = visit.In("로그인", "Sign in"), Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Navigation)).ToContainTextAsync(visit.In("캠페인", "Campaigns"));
        return path == "/console" ? visit : await visit.At(path);
    }

    extension(Visit visit)
    {
        public ILocator Main => visit.Page.GetByRole(AriaRole.Main);
    }

    /// <summary>Fills a field.</summary>
    public static Task Fills(this Visit visit, string korean, string english, string value) =>
        visit.Main.GetByLabel(visit.In(korean, english), new() { Exact = true }).First.FillAsync(value);

    /// <summary>Presses a button of the page itself.</summary>
    public static Task Presses(this Visit visit, string korean, string english) =>
        visit.Main.GetByRole(AriaRole.Button, new() { Name = visit.In(korean, english), Exact = true }).First.ClickAsync();

    /// <summary>Waits until something is done.</summary>
    public static Task IsDone(this Visit visit) =>
        Assertions.Expect(visit.Page.Locator("#said")).ToContainTextAsync(visit.In("처리했습니다", "Done"));

    /// <summary>Fails with what axe finds, and keeps a picture.</summary>
    public static async Task IsFine(this Visit visit, string name)
    {
        await visit.Picture("console-" + name, whole: true);
        await visit.IsAccessible();
        Assert.True(
            await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{name} is wider than its window.");
    }
}
