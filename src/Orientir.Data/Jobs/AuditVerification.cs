using Orientir.Core.Audit;
using Orientir.Core.Jobs;

namespace Orientir.Data.Jobs;

/// <summary>Verifies the audit every night: see <see cref="VerifyAudit"/>.</summary>
/// <param name="store">Whose audit.</param>
/// <param name="tell">Is told each new seal, for the log: a hash kept elsewhere is what a forger cannot reach.</param>
public sealed class AuditVerification(Store store, Action<AuditSeal> tell) : JobKind
{
    /// <summary>Its name on jobs.</summary>
    public const string KindName = "audit";

    /// <inheritdoc/>
    public override string Name => KindName;

    /// <inheritdoc/>
    public override string Title => "Проверка журнала";

    /// <inheritdoc/>
    public override async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        var verified = await new VerifyAudit(store.Open, run.Time).RunAsync(run.Report, cancel);
        foreach (var seal in verified.NewSeals)
            tell(seal);
        var first = verified.NewSeals.Sum(seal => seal.Entries);
        run.Say(
            verified.Forged is not null ? $"сошлось записей: {Russian.Number(verified.Entries)}, дальше журнал изменён"
            : verified.Entries == 0 ? "проверять пока нечего: записи опечатываются, когда им больше часа"
            : $"проверено записей: {Russian.Number(verified.Entries)}, впервые — {Russian.Number(first)}"
        );
        if (verified.Forged is { } forged)
            throw new JobFaultException(
                $"Журнал действий изменён в обход сайта: записи с № {Russian.Number(forged.From)} по № {Russian.Number(forged.Until)} "
                    + (
                        forged.Sealed == forged.Found
                            ? "изменены"
                            : $"не те, что были (было {Russian.Number(forged.Sealed)}, стало {Russian.Number(forged.Found)})"
                    )
                    + ". Сохраните базу данных как есть и сравните её с прежней резервной копией.",
                final: true
            );
    }
}
