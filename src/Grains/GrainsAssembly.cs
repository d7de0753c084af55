namespace ECommerce.Grains;

/// <summary>Names this assembly to a host, which needs no grain class by name.</summary>
public sealed class GrainsAssembly;
