using System.Data.Common;
using System.Globalization;
using System.Text;
using Orientir.Core;
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
        var (marks, package, hash, proof) = await InputsAsync(store, run, cancel);
        var outputs = OutputsOf(run, marks, package, hash, proof);
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

    /// <summary>
    /// What came out; nothing where the marks are not those that were kept: one damaged run must not keep a region from its other years,
    /// and no figure may come out of other marks. Who opens such a run reads that its results can't be read.
    /// </summary>
    private static byte[] OutputsOf(long run, byte[] marks, byte[] package, string hash, string proof)
    {
        try
        {
            var unpacked = RunMarks.Unpack(marks);
            if (ResultRun.HashOf(unpacked, hash, answering: null) != proof)
                return [];
            return RunOutputs.Write(RunMarks.Score(KeptMethodologies.Of(hash, () => package, $"run-{run}.json"), unpacked));
        }
        catch (Exception damaged) when (damaged is InvalidDataException or InputException)
        {
            return [];
        }
    }

    private static async Task<(byte[] Marks, byte[] Package, string Hash, string Proof)> InputsAsync(
        StoreInMigration store,
        long run,
        CancellationToken cancel
    )
    {
        await using var command = Command(
            store,
            """
            SELECT r."Marks", m."Json", m."Hash", r."InputHash" FROM result_runs r
            JOIN methodologies m ON m."Id" = r."MethodologyEditionId" WHERE r."Id" = @run
            """,
            ("run", run)
        );
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
            throw new InputException([
                new(
                    store.Store.Place,
                    $"методики, по которой сделан расчёт № {run}, в базе нет",
                    "восстановите базу из резервной копии; база не изменена, прежняя программа с ней работает"
                ),
            ]);
        return (reader.GetFieldValue<byte[]>(0), Encoding.UTF8.GetBytes(reader.GetString(1)), reader.GetString(2), reader.GetString(3));
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
