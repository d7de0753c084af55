using ECommerce.Simulation.Contract;

namespace ECommerce.Grains.Tests.Contract;

public sealed class OrleansTurns(OrleansRuntime runtime) : TurnContract(runtime), IClassFixture<OrleansRuntime>;

public sealed class OrleansFailures(OrleansRuntime runtime) : FailureContract(runtime), IClassFixture<OrleansRuntime>;

public sealed class OrleansLives(OrleansRuntime runtime) : LifeContract(runtime), IClassFixture<OrleansRuntime>;

public sealed class OrleansStates(OrleansRuntime runtime) : StateContract(runtime), IClassFixture<OrleansRuntime>;
