using System.Globalization;
using Npgsql;
using Orientir.Core;
using Orientir.Data.Jobs;

namespace Orientir.Data;

/// <summary>What of the place works and is unsafe all the same: told by the site at each start, and by the doctor.</summary>
/// <param name="store">The store.</param>
/// <param name="site">How the site is reached.</param>
/// <param name="backups">Where its back-ups go; null where that is looked at elsewhere, or nowhere.</param>
public sealed class PlaceWarnings(Store store, SiteSettings site, BackupPlan? backups = null)
{
    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Looks.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel = default)
    {
        var found = new List<Finding>();
        if (site.Address is null)
            found.Add(
                new(
                    SiteSettings.AddressSetting,
                    Verdict.Warning,
                    "не задана, письма со ссылками не пишутся никому, кроме работающих на этой машине",
                    "укажите адрес сайта: https://monitoring.example.ru"
                )
            );
        else if (site.Address.Scheme != "https" && !site.Address.IsLoopback)
            found.Add(
                new(
                    SiteSettings.AddressSetting,
                    Verdict.Warning,
                    "адрес без HTTPS, пароли идут открыто",
                    "откройте сайт через прокси с HTTPS и укажите https://…"
                )
            );
        if (!site.HasProxies && site.Address is not { IsLoopback: true })
            found.Add(
                new(
                    SiteSettings.ProxiesSetting,
                    Verdict.Warning,
                    "не задана, за прокси все посетители выглядят одним и сайт не знает о HTTPS",
                    "укажите адрес прокси: 127.0.0.1"
                )
            );
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            found.Add(
                new(
                    "пользователь",
                    Verdict.Warning,
                    "программа работает от имени root",
                    "заведите для неё отдельного пользователя без прав"
                )
            );
        if (backups is not null && (FolderProbe.OfParent(backups.Folder) ?? FolderProbe.Of(backups.Folder)) is { } unwritable)
            found.Add(
                new(BackupPlan.FolderSetting, Verdict.Warning, $"ежедневные копии не снимаются, {unwritable.Found}", unwritable.Remedy)
            );
        if (store.File is { } file)
        {
            if (!OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & ForOthers) != UnixFileMode.None)
                found.Add(
                    new(
                        StoreAddress.Setting,
                        Verdict.Warning,
                        "файл базы открыт другим пользователям машины",
                        $"закройте его: chmod 600 {file}*"
                    )
                );
        }
        else
            found.AddRange(await OfServerAsync(cancel));
        return found;
    }

    private async Task<List<Finding>> OfServerAsync(CancellationToken cancel)
    {
        var found = new List<Finding>();
        await using var connection = new NpgsqlConnection(store.Connection);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(
            """
            SELECT rolsuper, rolbypassrls,
                current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                current_setting('server_encoding')
            FROM pg_roles WHERE rolname = current_user
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        if (reader.GetBoolean(0) || reader.GetBoolean(1))
            found.Add(
                new(
                    StoreAddress.Setting,
                    Verdict.Warning,
                    "пользователь PostgreSQL обходит защиту строк по регионам (superuser или bypassrls)",
                    "заведите для сайта обычного пользователя — владельца базы"
                )
            );
        if (reader.GetString(3) is var encoding and not "UTF8")
            found.Add(
                new(
                    StoreAddress.Setting,
                    Verdict.Warning,
                    $"кодировка базы — {encoding}: длинные русские тексты не поместятся",
                    "заведите базу с ENCODING 'UTF8' и перенесите в неё копию (backup, restore)"
                )
            );
        // Beside the pool a site has a connection that tells it runs, and for a moment one more.
        var (needed, there) = (new NpgsqlConnectionStringBuilder(store.Connection).MaxPoolSize + 2, reader.GetInt32(2));
        if (needed > there)
            found.Add(
                new(
                    StoreAddress.Setting,
                    Verdict.Warning,
                    string.Create(CultureInfo.InvariantCulture, $"сайту нужно до {needed} соединений, а сервер PostgreSQL даёт {there}"),
                    "уменьшите Maximum Pool Size или увеличьте max_connections: число сайтов × Maximum Pool Size должно быть меньше"
                )
            );
        return found;
    }
}
