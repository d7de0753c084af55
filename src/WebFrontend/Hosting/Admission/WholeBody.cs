using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace ECommerce.WebFrontend;

/// <summary>Waits for the body of a request without taking it: who reads it later finds it there.</summary>
internal static class WholeBody
{
    /// <summary>More than this is not waited for: it is read as it comes, in bytes. No body of the contract is a tenth as long.</summary>
    private const int Most = 64 << 10;

    /// <summary>
    /// How long it may take to come. On the worst lines a packet is lost three times in a row now and then, which are seven seconds.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>True: all of it has come, or nobody will read it. False: there is more of it than is waited for.</summary>
    /// <exception cref="BadHttpRequestException">It comes too slowly, or is none.</exception>
    public static ValueTask<bool> HasCome(IFeatureCollection call, IHttpRequestFeature request)
    {
        if (request.Headers.ContentLength > Most)
        {
            return new(false);
        }

        // Without a token a call is refused before its body is read, so nothing of it is kept.
        if (call.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true } || StringValues.IsNullOrEmpty(request.Headers.Authorization))
        {
            return new(true);
        }

        return Read(call.GetRequiredFeature<IRequestBodyPipeFeature>().Reader, call.GetRequiredFeature<IHttpRequestLifetimeFeature>());
    }

    private static async ValueTask<bool> Read(PipeReader body, IHttpRequestLifetimeFeature request)
    {
        if (body.TryRead(out var read) && IsWhole(body, read) is { } isThere)
        {
            return isThere;
        }

        var aborted = request.RequestAborted;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        late.CancelAfter(Longest);
        try
        {
            while (true)
            {
                if (IsWhole(body, await body.ReadAsync(late.Token)) is { } isWhole)
                {
                    return isWhole;
                }
            }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body comes too slowly.", StatusCodes.Status408RequestTimeout);
        }
    }

    /// <summary>Leaves it there. Null: more of it is to be waited for.</summary>
    private static bool? IsWhole(PipeReader body, ReadResult read)
    {
        bool? isWhole = read.IsCompleted ? true : read.Buffer.Length >= Most ? false : null;
        body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return isWhole;
    }
}
