using BenchmarkDotNet.Running;
using ECommerce.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Holds).Assembly).Run(args);
