namespace ECommerce.Simulation.Tests;

public interface IPatientGrain : IGrainWithStringKey
{
    [ResponseTimeout("00:05:00")]
    Task WaitForEver();
}

public sealed class PatientGrain : Grain, IPatientGrain
{
    public Task WaitForEver() => new TaskCompletionSource().Task;
}
