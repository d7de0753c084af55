using System.Net.Http;

namespace ECommerce.Load;

/// <summary>A crowd that follows a campaign at the shop's event streams while others claim, and takes whatever it is sent.</summary>
internal sealed class Watchers : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _readers = [];

    private Watchers()
    {
    }

    /// <summary>Opens so many streams, in turn at each frontend; all of them are answered when it returns.</summary>
    public static async Task<Watchers> Of(ShopTarget shop, string campaignId, int streams)
    {
        var watchers = new Watchers();
        await Parallel.ForAsync(0, streams, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            var http = shop.Frontends[i % shop.Frontends.Count].Http;
            var response = await http.GetAsync($"/v1/live?campaign={Uri.EscapeDataString(campaignId)}", HttpCompletionOption.ResponseHeadersRead, watchers._end.Token);
            response.EnsureSuccessStatusCode();
            lock (watchers._readers)
            {
                watchers._readers.Add(watchers.Read(response));
            }
        });
        return watchers;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_readers);
        _end.Dispose();
    }

    private async Task Read(HttpResponseMessage response)
    {
        try
        {
            using (response)
            {
                await response.Content.CopyToAsync(Stream.Null, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The round is over.
        }
    }
}
