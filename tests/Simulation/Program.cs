using ECommerce.Simulation.Hunting;
using ECommerce.Simulation.Planting;

namespace ECommerce.Simulation;

/// <summary>Runs the tests or, with <c>--seeds</c>, <c>--replay</c> or <c>--planted</c>, the hunt alone.</summary>
internal static class Program
{
    public static int Main(string[] args) =>
        args is ["--seeds" or "--from" or "--replay", ..] ? HuntCommand.Run(args, Console.Out)
        : args is ["--planted"] ? PlantedCommand.Run(Console.Out)
        : args.Any(arg => arg is "-automated" or "@@") ? Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult()
        : Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult();
}
