namespace ECommerce.Deployment.Tests;

/// <summary>The repository's Dockerfile: stages of instructions.</summary>
internal sealed class ContainerFile
{
    private ContainerFile(IReadOnlyList<Stage> stages) => Stages = stages;

    public static ContainerFile Own { get; } = Parse(Repository.Read("Dockerfile"));

    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>The images of others that it starts from.</summary>
    public IEnumerable<string> Images => Stages.Select(stage => stage.From).Where(from => Stages.All(stage => stage.Name != from));

    /// <summary>All that leads to a stage: what it starts from, then its own.</summary>
    public IReadOnlyList<Instruction> To(string name)
    {
        var stage = Stages.Single(it => it.Name == name);
        return [.. Stages.Any(it => it.Name == stage.From) ? To(stage.From) : [], .. stage.Instructions];
    }

    private static ContainerFile Parse(string text)
    {
        var stages = new List<Stage>();
        foreach (var line in text.Replace("\\\n", " ").Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var (name, rest) = line.Split(' ', 2) is [var first, var second] ? (first, second) : throw new FormatException(line);
            if (name == "FROM")
            {
                stages.Add(rest.Split(" AS ") is [var from, var stage] ? new(stage, from, []) : throw new FormatException(line));
            }
            else
            {
                stages[^1].Instructions.Add(new(name, rest));
            }
        }

        return new(stages);
    }

    internal sealed record Stage(string Name, string From, List<Instruction> Instructions);

    internal sealed record Instruction(string Name, string Text)
    {
        public string[] Words => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
