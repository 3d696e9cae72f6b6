using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace Orientir.Data;

/// <summary>A numbered change of the schema and of the rows in it.</summary>
/// <param name="Number">Its place in the order.</param>
/// <param name="Name">Its name, with which schema_versions remembers it.</param>
/// <param name="Sql">Its script.</param>
/// <param name="Step">What is done after the script, in the same transaction; null for a script alone.</param>
internal sealed record Migration(int Number, string Name, string Sql, MigrationStep? Step = null)
{
    /// <summary>SHA-256 of the script, hex; the same wherever its lines end.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));
}

/// <summary>The store while it is migrated.</summary>
/// <param name="Store">The store; while a backup is restored into SQLite, the file built beside the final one.</param>
/// <param name="Connection">The connection of the migration: the only one that may be used.</param>
/// <param name="Transaction">Its transaction, which sees the rows of every region.</param>
/// <param name="Tell">Told, in Russian, what whoever runs the installation must know.</param>
internal sealed record StoreInMigration(Store Store, DbConnection Connection, DbTransaction Transaction, Action<string>? Tell = null);

/// <summary>
/// The part of a migration that SQL cannot do. It speaks SQL to the tables as they are after the script of its number: the classes of the
/// model fit only the newest schema. It runs where a store is brought up to date and where a backup of an older schema is restored, and
/// must do the same whenever it runs: a rule that is mended later stays here as it was.
/// </summary>
internal delegate Task MigrationStep(StoreInMigration store, CancellationToken cancel);
