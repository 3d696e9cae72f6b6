using System.Data.Common;
using System.Globalization;
using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;

namespace Orientir.Data.Migrations;

/// <summary>
/// The step of 0002-results: every run kept as marks alone is computed once, by the rules it was shown by, and kept with what came out.
/// </summary>
internal static class KeepResults
{
    // The rules of the program that kept marks alone. Whoever mends the scorer keeps them for this step: docs/adr/0006-results-are-kept.md.
    private const int Rules = 1;

    public static async Task RunAsync(StoreInMigration store, CancellationToken cancel)
    {
        foreach (var run in await RunsAsync(store, cancel))
            await KeepAsync(store, run, cancel);
    }

    private static async Task<List<long>> RunsAsync(StoreInMigration store, CancellationToken cancel)
    {
        await using var command = Command(store, "SELECT \"Id\" FROM result_runs ORDER BY \"Id\"");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var runs = new List<long>();
        while (await reader.ReadAsync(cancel))
            runs.Add(Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture));
        return runs;
    }

    private static async Task KeepAsync(StoreInMigration store, long run, CancellationToken cancel)
    {
        if (Scorer.Version != Rules)
            throw new InvalidOperationException(
                $"Runs of the first program are computed by rules {Rules}, the scorer has {Scorer.Version}: see "
                    + "docs/adr/0006-results-are-kept.md."
            );
        var (marks, package, hash) = await InputsAsync(store, run, cancel);
        var methodology = KeptMethodologies.Of(hash, () => package, $"run-{run}.json");
        var outputs = RunOutputs.Write(RunMarks.Score(methodology, RunMarks.Unpack(marks)));
        await using var command = Command(
            store,
            """
            UPDATE result_runs SET "Specification" = @specification, "SpecificationHash" = @hash, "Outputs" = @outputs, "OutputHash" = @proof
            WHERE "Id" = @run
            """,
            ("specification", RunMarks.Pack(package)),
            ("hash", hash),
            ("outputs", outputs),
            ("proof", RunOutputs.HashOf(outputs)),
            ("run", run)
        );
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<(byte[] Marks, byte[] Package, string Hash)> InputsAsync(
        StoreInMigration store,
        long run,
        CancellationToken cancel
    )
    {
        await using var command = Command(
            store,
            """
            SELECT r."Marks", m."Json", m."Hash" FROM result_runs r JOIN methodologies m ON m."Id" = r."MethodologyEditionId" WHERE r."Id" = @run
            """,
            ("run", run)
        );
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
            throw new InvalidOperationException($"The methodology of run {run} is gone.");
        return (reader.GetFieldValue<byte[]>(0), Encoding.UTF8.GetBytes(reader.GetString(1)), reader.GetString(2));
    }

    private static DbCommand Command(StoreInMigration store, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = store.Connection.CreateCommand();
        command.Transaction = store.Transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
