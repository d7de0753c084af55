using System.Text.Json;
using ECommerce.WebFrontend;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace ECommerce.Architecture.Tests.Cluster;

/// <summary>
/// The bytes in which an earlier build sent one of everything: this build reads them, and sends what that build can read.
/// </summary>
public sealed class WireBytes
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    private static readonly IReadOnlyDictionary<string, object> All =
        Samples.Views.Concat(Samples.Messages).ToDictionary(sample => sample.Key, sample => sample.Value);

    private static readonly IReadOnlyList<Sent> Golden = [.. Tests.Golden.Lines("wire-bytes").Select(line => JsonSerializer.Deserialize<Sent>(line, HttpJson.Options)!)];

    [Fact]
    public void Bytes_of_an_earlier_build_are_read_as_what_they_meant() =>
        Assert.All(Golden, sent => Tests.Golden.IsWithin(
            Parse(sent.Json), Parse(Json(Serializer.Deserialize<object>(Convert.FromBase64String(sent.Bytes))!))));

    [Fact]
    public void Each_message_that_travels_has_its_bytes_written_down() =>
        Tests.Golden.Holds("wire-bytes", All
            .Where(sample => !Golden.Any(sent => sent.What == sample.Key && sent.Json == Json(sample.Value)))
            .Select(sample => new Sent(sample.Key, Json(sample.Value), Convert.ToBase64String(Serializer.SerializeToArray(sample.Value))))
            .Select(sent => JsonSerializer.Serialize(sent, HttpJson.Options)));

    [Fact]
    public void An_exception_arrives_as_what_it_is()
    {
        var arrived = Serializer.Deserialize<object>(Serializer.SerializeToArray<object>(new UnavailableException("away")));

        Assert.Equal("away", Assert.IsType<UnavailableException>(arrived).Message);
    }

    private static string Json(object value) => JsonSerializer.Serialize(value, value.GetType(), HttpJson.Options);

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private sealed record Sent(string What, string Json, string Bytes);
}
