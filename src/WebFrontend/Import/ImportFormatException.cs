namespace ECommerce.WebFrontend.Import;

/// <summary>
/// The file as a whole cannot be read: it is not CSV, not UTF-8, or lacks a column. The products before the place may have been
/// imported; importing the corrected file does not change them again.
/// </summary>
public sealed class ImportFormatException(string message, Exception? inner = null) : Exception(message, inner);
