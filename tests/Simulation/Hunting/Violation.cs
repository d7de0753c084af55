namespace ECommerce.Simulation.Hunting;

/// <summary>Something that must not be: an answer, a verdict or an end that no order of the commits allows.</summary>
internal sealed class Violation(string message, Exception? inner = null) : Exception(message, inner);
