using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ECommerce.WebFrontend;

/// <summary>
/// Makes and reads the tickets of one campaign: a place, a mark of the user, and a seal over both that only who has the campaign's key can make. So
/// a ticket is good in every frontend, for one campaign and for one user, and nothing of it is stored.
/// </summary>
/// <param name="key">The key of the campaign's room. Rooms that one frontend was the first to ask for have the same.</param>
internal sealed class TicketSeal(byte[] key, string campaignId)
{
    private const int PlaceLength = sizeof(long);
    private const int UserLength = 16;
    private const int SealLength = 16;
    private const int Length = PlaceLength + UserLength + SealLength;

    /// <summary>The length of a ticket, in characters.</summary>
    public static readonly int Characters = Base64Url.GetEncodedLength(Length);

    /// <summary>By which it seals. Without the campaign in it, a place in one queue would be one in another.</summary>
    private readonly byte[] _sealKey = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(campaignId));

    /// <summary>A key that nobody knows.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>The ticket of a user for a place.</summary>
    public string Ticket(string userId, long place)
    {
        Span<byte> ticket = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(ticket, place);
        UserMark(userId, ticket.Slice(PlaceLength, UserLength));
        Seal(ticket[..^SealLength], ticket[^SealLength..]);
        return Base64Url.EncodeToString(ticket);
    }

    /// <summary>The place that a ticket is good for; null: it is none of this campaign.</summary>
    public long? Place(string? text) => Read(text, null);

    /// <summary>The same of the ticket of a user; null also when it is another user's.</summary>
    public long? Place(string? text, string userId) => Read(text, userId);

    private long? Read(string? text, string? userId)
    {
        if (text?.Length != Characters)
        {
            return null;
        }

        Span<byte> ticket = stackalloc byte[Length];
        if (Base64Url.DecodeFromChars(text, ticket, out _, out var written) != System.Buffers.OperationStatus.Done || written != Length)
        {
            return null;
        }

        Span<byte> right = stackalloc byte[SealLength];
        Seal(ticket[..^SealLength], right);
        if (!CryptographicOperations.FixedTimeEquals(right, ticket[^SealLength..]))
        {
            return null;
        }

        if (userId is not null)
        {
            Span<byte> user = stackalloc byte[UserLength];
            UserMark(userId, user);
            if (!user.SequenceEqual(ticket.Slice(PlaceLength, UserLength)))
            {
                return null;
            }
        }

        return BinaryPrimitives.ReadInt64BigEndian(ticket);
    }

    private void Seal(ReadOnlySpan<byte> what, Span<byte> seal)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_sealKey, what, hash);
        hash[..SealLength].CopyTo(seal);
    }

    private static void UserMark(string userId, Span<byte> mark)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(userId), hash);
        hash[..UserLength].CopyTo(mark);
    }
}
