using BenchmarkDotNet.Running;
using Orientir.Bench;

if (args is ["make", var folder, var leningrad])
{
    MakeInputs.Into(folder, leningrad);
    return;
}
if (args is ["readers", var corpus, .. var large])
{
    ReadersCompared.Run(corpus, large.FirstOrDefault());
    return;
}
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
