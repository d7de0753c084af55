namespace ECommerce.WebFrontend.Tests.Live;

/// <summary>Tests that measure the memory of a process. They run one after the other when all tests beside them have ended.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
