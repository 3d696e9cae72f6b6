using BenchmarkDotNet.Running;
using Orientir.Bench;

if (args is ["make", var folder, var leningrad])
{
    MakeInputs.Into(folder, leningrad);
    return;
}
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
