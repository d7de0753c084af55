using Xunit.Sdk;
using Xunit.v3;

// Each fault is the only one: what users see of it must not come from another.
[assembly: Parallelization(Mode = ParallelMode.None)]
