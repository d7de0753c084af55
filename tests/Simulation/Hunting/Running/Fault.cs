namespace ECommerce.Simulation.Hunting;

/// <summary>What may go wrong in a story by itself. That a host is restarted and that the clock jumps are acts of the story.</summary>
[Flags]
internal enum Fault
{
    None = 0,

    /// <summary>A call to a grain does not arrive.</summary>
    CallLost = 1 << 0,

    /// <summary>A call to a grain arrives up to a minute later.</summary>
    CallLate = 1 << 1,

    /// <summary>A call to a grain that may be repeated arrives twice.</summary>
    CallDoubled = 1 << 2,

    /// <summary>The queue of a grain is full.</summary>
    CallRefused = 1 << 3,

    /// <summary>A grain has done what was asked, and its answer does not arrive.</summary>
    AnswerLost = 1 << 4,

    /// <summary>The answer arrives up to a minute later.</summary>
    AnswerLate = 1 << 5,

    /// <summary>An activation is dropped at an await, with its memory.</summary>
    Dropped = 1 << 6,

    /// <summary>Calls go to two hosts, each with an activation of its own of the same grain.</summary>
    TwoHosts = 1 << 7,

    /// <summary>The ledger takes no commit.</summary>
    CommitRefused = 1 << 8,

    /// <summary>A commit is applied seconds later.</summary>
    CommitLate = 1 << 9,

    /// <summary>A commit is applied, and the connection is lost before the answer.</summary>
    CommitUnanswered = 1 << 10,

    /// <summary>A commit is neither applied nor answered.</summary>
    CommitVanished = 1 << 11,

    /// <summary>The connection is lost during a commit, which is applied after the caller was told so.</summary>
    CommitOvertaken = 1 << 12,

    /// <summary>The ledger cannot be read.</summary>
    ReadFailed = 1 << 13,

    /// <summary>A read takes up to two seconds more: it is answered with what was true before.</summary>
    ReadLate = 1 << 14,

    All = (1 << 15) - 1,
}
