using System.Text.Json;
using Orleans.Storage;

namespace ECommerce.Silo;

/// <summary>State of grains as JSON, the same in every engine.</summary>
internal sealed class ViewJsonStorage : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, ViewJson.Options));

    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input, ViewJson.Options)!;
}
