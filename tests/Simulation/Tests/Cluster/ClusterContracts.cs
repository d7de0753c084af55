using ECommerce.EngineTests.Contract;

namespace ECommerce.EngineTests.Cluster;

public sealed class ClusterTurns() : TurnContract(new ClusterFixture());

public sealed class ClusterFailures() : FailureContract(new ClusterFixture());

public sealed class ClusterLives() : LifeContract(new ClusterFixture());

public sealed class ClusterStates() : StateContract(new ClusterFixture());
