namespace Orientir.Core.Accounts;

/// <summary>What a person may do, held for a territory of one region and below it. The table of rights is docs/permissions.md.</summary>
public enum Role
{
    /// <summary>Администратор системы: accounts and regions, no campaign data. The only role without a region.</summary>
    Administrator,

    /// <summary>Оператор региона: prepares, runs and closes campaigns.</summary>
    Operator,

    /// <summary>Наблюдатель министерства: reads everything of the region, changes nothing.</summary>
    Ministry,

    /// <summary>Эксперт: marks the subjects assigned to it.</summary>
    Expert,

    /// <summary>Координатор муниципалитета: answers and sends.</summary>
    Coordinator,

    /// <summary>Исполнитель: answers the directions named in the grant.</summary>
    Executor,

    /// <summary>Публикатор муниципалитета: reads.</summary>
    Publisher,

    /// <summary>Организация: answers for itself.</summary>
    Organisation,
}
