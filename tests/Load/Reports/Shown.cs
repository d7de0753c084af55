using Spectre.Console;

namespace ECommerce.Load;

/// <summary>What is under way: at a terminal a line that changes, elsewhere a line each.</summary>
internal sealed class Shown(StatusContext status) : IProgress<string>
{
    public void Report(string value) => status.Status(value.EscapeMarkup());
}
