namespace Orientir.Core.Demo;

/// <summary>An account of the demonstration: who signs in, and what as.</summary>
public sealed record DemonstrationAccount(string Email, string What)
{
    /// <summary>The accounts it makes, in the order people are shown them.</summary>
    public static IReadOnlyList<DemonstrationAccount> All { get; } =
    [
        new("operator@demo", "оператор всех регионов: мониторинги, экспертиза, итоги"),
        new("ministry@demo", "наблюдатель министерства учебного региона"),
        new("expert1@demo", "эксперт: первая половина районов"),
        new("expert2@demo", "эксперт: вторая половина районов"),
        new("rayon1@demo … rayon18@demo", "координаторы районов 1–18"),
        new("executor@demo", "исполнитель района 7: одно направление"),
        new("publisher@demo", "публикатор района 1: только читает"),
        new("admin@demo", "администратор системы: пользователи и регионы"),
    ];
}
