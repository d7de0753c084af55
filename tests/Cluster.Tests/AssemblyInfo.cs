// Each of these tests loads the machine by itself: one after the other, so that times and crashes mean something.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
