namespace ECommerce.WebFrontend.Import;

/// <summary>
/// The file as a whole cannot be read: it is no CSV, not UTF-8, or lacks a column. What stood before the place may have been
/// imported; importing the mended file again changes nothing there.
/// </summary>
public sealed class ImportFormatException(string message, Exception? inner = null) : Exception(message, inner);
