using Spectre.Console;

namespace ECommerce.Load;

/// <summary>Results for a person at a terminal.</summary>
internal static class Tables
{
    public static void Show(Setting setting, IEnumerable<Sheet> sheets)
    {
        // Where the output is no terminal, nothing is wrapped.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 180);
        AnsiConsole.WriteLine($"{setting.Form}; {setting.Machine}. {setting.Where}");
        foreach (var sheet in sheets)
        {
            AnsiConsole.Write(Of(sheet));
        }
    }

    public static Table Of(Sheet sheet)
    {
        var table = new Table { Title = new(sheet.Title.EscapeMarkup()) }.AddColumns([.. sheet.Heads]).Caption(sheet.Note.EscapeMarkup());
        foreach (var row in sheet.Rows)
        {
            table.AddRow(row.Select(cell => cell.EscapeMarkup()).ToArray());
        }

        return table;
    }
}
