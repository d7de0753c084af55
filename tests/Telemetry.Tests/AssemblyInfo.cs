using Xunit.Sdk;
using Xunit.v3;

// Each of these tests loads the machine by itself: one after the other, so that times and crashes mean something.
[assembly: Parallelization(Mode = ParallelMode.None)]
