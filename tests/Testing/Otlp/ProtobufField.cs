using Google.Protobuf;

namespace ECommerce.Testing.Otlp;

/// <summary>A field of a protobuf message as it stands on the wire.</summary>
/// <param name="Number">The field's number in the message's definition.</param>
/// <param name="Value">Of a number, its bits; of anything else 0.</param>
/// <param name="Bytes">Of a text, bytes or a message; empty for a number.</param>
internal readonly record struct ProtobufField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A double.</summary>
    public double Double => BitConverter.UInt64BitsToDouble(Value);

    /// <summary>A text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Bytes in hexadecimal digits, as ids of traces are written.</summary>
    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    /// <summary>The fields of a message that is in this one.</summary>
    public IReadOnlyList<ProtobufField> Fields => Of(Bytes);

    /// <summary>The fields of a message, in order.</summary>
    public static IReadOnlyList<ProtobufField> Of(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtobufField>();
        using var input = new CodedInputStream(message.ToArray());
        while (input.ReadTag() is var tag && tag != 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => new(number, input.ReadUInt64(), default),
                WireFormat.WireType.Fixed64 => new(number, input.ReadFixed64(), default),
                WireFormat.WireType.Fixed32 => new(number, input.ReadFixed32(), default),
                WireFormat.WireType.LengthDelimited => new(number, 0, input.ReadBytes().Memory),
                var other => throw new InvalidDataException($"OTLP has no fields of the wire type {other}."),
            });
        }

        return fields;
    }
}

/// <summary>Looks for fields by their numbers.</summary>
internal static class ProtobufFields
{
    /// <summary>All with that number.</summary>
    public static IEnumerable<ProtobufField> All(this IReadOnlyList<ProtobufField> fields, int number) => fields.Where(field => field.Number == number);

    /// <summary>The one with that number; an empty one when there is none, as the default of a field is not sent.</summary>
    public static ProtobufField One(this IReadOnlyList<ProtobufField> fields, int number) => fields.LastOrDefault(field => field.Number == number);
}
