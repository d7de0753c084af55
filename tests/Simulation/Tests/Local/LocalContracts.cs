using ECommerce.EngineTests.Contract;

namespace ECommerce.EngineTests.Local;

public sealed class LocalTurns() : TurnContract(new LocalFixture());

public sealed class LocalFailures() : FailureContract(new LocalFixture());

public sealed class LocalLives() : LifeContract(new LocalFixture());

public sealed class LocalStates() : StateContract(new LocalFixture());
