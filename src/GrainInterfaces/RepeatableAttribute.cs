namespace ECommerce.GrainInterfaces;

/// <summary>
/// Marks a method that may be called again when it is not known whether the first call was heard: it reads, or its command
/// carries the id by which the ledger knows it again, or it sets what was set. What is not marked is repeated by nobody but its user.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RepeatableAttribute : Attribute;
