namespace ECommerce.Products.Tests;

/// <summary>
/// Tests that measure the memory of the whole process. They run one after the other when all tests beside them have ended,
/// for what those hold would be counted too.
/// </summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
