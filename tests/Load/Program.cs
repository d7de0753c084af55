using System.CommandLine;
using ECommerce.Load;

return args switch
{
    ["serve", var port, var rowLock, var conditionalUpdate] => await Served(int.Parse(port), rowLock, conditionalUpdate),
    ["rehearsal", ..] => await Commands.Root().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = RehearsalCommand.Ending }),
    _ => await Commands.Root().Parse(args).InvokeAsync(),
};

// The rival servers, in a process that this program starts.
static async Task<int> Served(int port, string rowLock, string conditionalUpdate)
{
    await RivalServer.Serve(port, rowLock, conditionalUpdate);
    return 0;
}
