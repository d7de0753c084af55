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

    /// <summary>Completes when it has come, or more of it than is waited for.</summary>
    /// <exception cref="BadHttpRequestException">It comes too slowly.</exception>
    public static ValueTask Come(HttpContext context)
    {
        // Nobody sends more than this here, slowly or not: a longer body is refused when it is read, before any of it has come.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Most;
        }

        // Without a token a call is refused before its body is read, so nothing of it is kept.
        if (!JsonBody.IsThere(context) || context.Request.ContentLength > Most || StringValues.IsNullOrEmpty(context.Request.Headers.Authorization))
        {
            return default;
        }

        var body = context.Request.BodyReader;
        if (!body.TryRead(out var read))
        {
            return Wait(context);
        }

        var isWhole = read.IsCompleted || read.Buffer.Length >= Most;
        body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return isWhole ? default : Wait(context);
    }

    private static async ValueTask Wait(HttpContext context)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        late.CancelAfter(Longest);
        var body = context.Request.BodyReader;
        var isWhole = false;
        while (!isWhole)
        {
            try
            {
                var read = await body.ReadAsync(late.Token);
                isWhole = read.IsCompleted || read.Buffer.Length >= Most;
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                throw new BadHttpRequestException("The body comes too slowly.", StatusCodes.Status408RequestTimeout);
            }
        }
    }
}
