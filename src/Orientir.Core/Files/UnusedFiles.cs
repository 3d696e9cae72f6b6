using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Orientir.Core.Files;

/// <summary>Files nothing refers to any more.</summary>
internal static class UnusedFiles
{
    /// <summary>
    /// The condition on their rows of stored_files, in SQL: every table that refers to files, of whatever area, is asked.
    /// </summary>
    public static string Condition(OrientirContext context) =>
        string.Join(
            " AND ",
            context
                .Model.FindEntityType(typeof(StoredFile))!
                .GetReferencingForeignKeys()
                .Select(key =>
                    (
                        Table: key.DeclaringEntityType.GetTableName()!,
                        Column: key.Properties[0].GetColumnName(StoreObjectIdentifier.Table(key.DeclaringEntityType.GetTableName()!))
                    )
                )
                .Select(key => $"NOT EXISTS (SELECT 1 FROM \"{key.Table}\" WHERE \"{key.Table}\".\"{key.Column}\" = stored_files.\"Id\")")
        );
}
