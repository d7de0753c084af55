using ECommerce.Simulation.Hunting;

namespace ECommerce.Simulation;

/// <summary>Runs the tests or, with <c>--seeds</c> or <c>--replay</c>, the hunt alone.</summary>
internal static class Program
{
    public static int Main(string[] args) =>
        args is ["--seeds" or "--from" or "--replay", ..] ? HuntCommand.Run(args, Console.Out)
        : args.Any(arg => arg is "-automated" or "@@") ? Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult()
        : Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult();
}
