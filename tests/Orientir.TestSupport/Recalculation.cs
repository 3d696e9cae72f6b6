using System.Diagnostics;

namespace Orientir.TestSupport;

/// <summary>Lets LibreOffice compute every formula of a workbook anew.</summary>
internal static class Recalculation
{
    private const string AlwaysRecalculate = """
        <?xml version="1.0" encoding="UTF-8"?>
        <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
        </oor:items>
        """;

    public static bool Available =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "soffice")));

    /// <summary>The files as LibreOffice saves them after computing them.</summary>
    public static Dictionary<string, byte[]> Of(IReadOnlyDictionary<string, byte[]> files)
    {
        var folder = Directory.CreateTempSubdirectory("orientir-recalc").FullName;
        try
        {
            var user = Directory.CreateDirectory(Path.Combine(folder, "profile", "user")).FullName;
            File.WriteAllText(Path.Combine(user, "registrymodifications.xcu"), AlwaysRecalculate);
            var (sources, results) = (Path.Combine(folder, "in"), Path.Combine(folder, "out"));
            Directory.CreateDirectory(sources);
            foreach (var (name, file) in files)
                File.WriteAllBytes(Path.Combine(sources, name + ".xlsx"), file);
            var start = new ProcessStartInfo("soffice")
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (
                var argument in (string[])
                    [
                        $"-env:UserInstallation=file://{folder}/profile",
                        "--headless",
                        "--convert-to",
                        "xlsx",
                        "--outdir",
                        results,
                        .. Directory.GetFiles(sources),
                    ]
            )
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit(TimeSpan.FromMinutes(3)).ShouldBeTrue("LibreOffice does not come to an end.");
            var written = files.Keys.ToDictionary(name => name, name => Path.Combine(results, name + ".xlsx"));
            written.Values.ShouldAllBe(path => File.Exists(path), errors.GetAwaiter().GetResult());
            return written.ToDictionary(pair => pair.Key, pair => File.ReadAllBytes(pair.Value));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
