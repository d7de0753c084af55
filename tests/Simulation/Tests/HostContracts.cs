using ECommerce.Simulation.Contract;

namespace ECommerce.Simulation.Tests;

public sealed class HostTurns() : TurnContract(new HostFixture());

public sealed class HostFailures() : FailureContract(new HostFixture());

public sealed class HostLives() : LifeContract(new HostFixture());

public sealed class HostStates() : StateContract(new HostFixture());
