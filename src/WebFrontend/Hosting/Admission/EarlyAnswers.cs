using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>
/// Answers calls with the same problems and headers as <see cref="ProblemWriter"/> and the middlewares do, before there is anything of
/// theirs.
/// </summary>
internal sealed class EarlyAnswers(CrossOriginHeaders crossOrigin, CallFigures figures)
{
    /// <summary>Where the trace id is put, which has as many characters.</summary>
    private const string Placeholder = "00-00000000000000000000000000000000-0000000000000000-00";

    private static readonly EarlyProblem TooMuch = new(Problem.Overloaded().ProblemDetails);

    /// <summary>A bound was reached; nothing of the call was done.</summary>
    public Task Overloaded(IFeatureCollection call) => Write(call, TooMuch);

    /// <summary>Any problem.</summary>
    public Task Write(IFeatureCollection call, ProblemHttpResult problem) => Write(call, new EarlyProblem(problem.ProblemDetails));

    private Task Write(IFeatureCollection call, EarlyProblem problem)
    {
        var request = call.GetRequiredFeature<IHttpRequestFeature>();
        var response = call.GetRequiredFeature<IHttpResponseFeature>();
        var headers = response.Headers;
        response.StatusCode = problem.Status;
        figures.NoteEarly(problem.Status, problem.Code);
        SecurityHeaders.AddTo(headers, request.Path);
        crossOrigin.AddTo(headers, request.Headers.Origin);
        headers.CacheControl = Edge.NotKept;
        headers.ContentType = ProblemWriter.ContentType;
        headers.ContentLength = problem.Begin.Length + Placeholder.Length + problem.End.Length;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            headers.RetryAfter = Problem.RetryAfter;
        }

        if (HttpMethods.IsHead(request.Method))
        {
            return Task.CompletedTask;
        }

        var body = new byte[headers.ContentLength.Value];
        problem.Begin.CopyTo(body, 0);
        Trace(request.Headers, body.AsSpan(problem.Begin.Length, Placeholder.Length));
        problem.End.CopyTo(body, problem.Begin.Length + Placeholder.Length);
        var written = call.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(body);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    /// <summary>The caller's trace where it names one, as hosting does.</summary>
    private static void Trace(IHeaderDictionary request, Span<byte> id)
    {
        var (trace, flags) = ActivityContext.TryParse(request.TraceParent, null, out var caller)
            ? (caller.TraceId, caller.TraceFlags)
            : (ActivityTraceId.CreateRandom(), ActivityTraceFlags.None);
        Utf8.TryWrite(id, $"00-{trace.ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-{(int)flags:x2}", out _);
    }

    /// <summary>A problem but for its trace id, which comes last.</summary>
    private sealed class EarlyProblem
    {
        public EarlyProblem(ProblemDetails problem)
        {
            Status = problem.Status!.Value;
            Code = (string)problem.Extensions[Problem.Code]!;
            problem.Extensions[ProblemWriter.TraceId] = Placeholder;
            var text = JsonSerializer.Serialize(problem, HttpJson.Options);
            var at = text.IndexOf(Placeholder, StringComparison.Ordinal);
            (Begin, End) = (Encoding.UTF8.GetBytes(text[..at]), Encoding.UTF8.GetBytes(text[(at + Placeholder.Length)..]));
        }

        public int Status { get; }

        public string Code { get; }

        public byte[] Begin { get; }

        public byte[] End { get; }
    }
}
