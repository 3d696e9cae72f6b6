using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Files;
using Orientir.Core.Letters;
using Orientir.Core.Office;
using Orientir.Data.Files;
using Orientir.Data.Jobs;

namespace Orientir.Data;

/// <summary>
/// Examines the settings of a site and the place it works in: each is tried as the site would use it, and whatever is wrong is said with
/// what to do. Nothing is changed, and nothing stays that is written for the trial; the site may run.
/// </summary>
/// <param name="setting">The value of a setting by its name; null or empty where it is not set.</param>
/// <param name="names">The names of the environment, so that a misspelt one is found.</param>
/// <param name="time">The clock.</param>
public sealed class ExaminePlace(Func<string, string?> setting, IEnumerable<string> names, TimeProvider time)
{
    private const string Fine = "в порядке";
    private const string Schema = "схема базы";
    private const string Clock = "часы";
    private const string Zones = "часовые пояса";
    private const int OldestPostgres = 130_000;
    private const long LittleRoom = 1L << 30;
    private const long NoRoom = 50L << 20;
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Finding> found = [];

    /// <summary>Examines everything; in the order of the guide.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel = default)
    {
        foreach (var error in StartSettings.Faults(InEnvironment))
            IsWrong(error.Place, error.Found, error.Allowed);
        var store = Read(() => Store.Configured(setting));
        var site = Read(() => SiteSettings.Read(setting));
        var reached = store is not null && await TryAsync(StoreAddress.Setting, () => DatabaseAsync(store, cancel));
        if (store is not null)
            await TryAsync("ORIENTIR_FILES", () => FilesAsync(store.Files, cancel));
        if (store is not null && reached)
            await TryAsync(Clock, () => ClockAsync(store, cancel));
        await TryAsync(Zones, () => ZonesAsync(reached ? store : null, cancel));
        await TryAsync("ORIENTIR_SMTP", () => MailAsync(cancel));
        if (site is not null)
            Site(site);
        await UrlsAsync(reached ? store : null, cancel);
        await MetricsAsync(cancel);
        if (Read(() => CollectorAddress.Read(setting)) is { } collector)
            IsFine(CollectorAddress.Setting, $"{collector}");
        Keys();
        Backups();
        if (site is not null && reached)
            foreach (var warning in await new PlaceWarnings(store!, site).RunAsync(cancel))
                Add(warning);
        foreach (var warning in new SettingWarnings(setting, names).Run())
            Add(warning);
        return found;
    }

    private string? InEnvironment(string name) => setting(KnownSettings.InEnvironment(name));

    private void Add(Finding finding)
    {
        // What is wrong with a setting takes the place of the word that it is fine.
        if (finding.Verdict != Verdict.Fine)
            found.RemoveAll(one => one.Subject == finding.Subject && one.Verdict == Verdict.Fine);
        found.Add(finding);
    }

    private void IsFine(string subject, string text)
    {
        if (!found.Exists(one => one.Subject == subject && one.Verdict != Verdict.Fine))
            Add(new(subject, Verdict.Fine, $"{Fine} — {text}"));
    }

    private void IsWrong(string subject, string text, string remedy) => Add(new(subject, Verdict.Wrong, text, remedy));

    /// <summary>What a setting says; null where it is wrong, which is told already.</summary>
    private static TRead? Read<TRead>(Func<TRead?> read)
        where TRead : class
    {
        try
        {
            return read();
        }
        catch (InputException)
        {
            return null;
        }
    }

    private async Task<bool> TryAsync(string subject, Func<Task> examine)
    {
        try
        {
            await examine();
            return !found.Exists(one => one.Subject == subject && one.Verdict == Verdict.Wrong);
        }
        catch (InputException refused)
        {
            foreach (var error in refused.Errors)
                IsWrong(subject, error.Found, error.Allowed);
        }
        catch (FileStoreException fault)
        {
            IsWrong(subject, fault.ForAdministrators, "проверьте настройку и права");
        }
        catch (Exception fault) when (StoreFaults.Of(fault) is { } known)
        {
            IsWrong(subject, known.Found, known.Remedy);
        }
        return false;
    }

    private async Task DatabaseAsync(Store store, CancellationToken cancel)
    {
        if (store.File is { } file && !File.Exists(file))
        {
            if (StoreFaults.ClosedTo(file) is { } closed)
                throw new InputException([new(store.Place, closed.Found, closed.Remedy)]);
            IsWrong(
                StoreAddress.Setting,
                $"файла базы нет: {file}",
                "новую базу заводит account add или первый запуск сайта; потерянную верните или восстановите: restore"
            );
            return;
        }
        var about = store.IsPostgres ? await ServerAsync(store, cancel) : await FileAsync(store, cancel);
        var migrate = new Migrate(store);
        var applied = await migrate.AppliedAsync(cancel);
        if (applied > migrate.Newest)
            IsWrong(
                StoreAddress.Setting,
                $"база новее программы: её схема {applied}, программа знает {migrate.Newest}",
                "установите новую версию программы"
            );
        else if (applied == migrate.Newest && await new SchemaGaps(store).RunAsync(cancel) is [var gap, ..])
            IsWrong(
                StoreAddress.Setting,
                $"в базе (схема {applied}) нет того, что нужно программе: {gap}",
                "восстановите копию: restore КОПИЯ --replace"
            );
        else
        {
            IsFine(StoreAddress.Setting, $"{store.Place}, {about}");
            // By itself, so that no complaint of the database takes its place.
            IsFine(Schema, $"{applied}" + (applied < migrate.Newest ? $", при запуске сайта обновится до {migrate.Newest}" : ""));
        }
    }

    private async Task<string> ServerAsync(Store store, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(store.Connection);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(
            """
            SELECT current_setting('server_version_num')::int, current_setting('max_connections')::int,
                has_schema_privilege(current_schema(), 'CREATE'), pg_is_in_recovery()
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        if (reader.GetInt32(0) < OldestPostgres)
            IsWrong(StoreAddress.Setting, $"PostgreSQL {connection.ServerVersion} слишком старый", "нужен PostgreSQL 13 или новее");
        if (reader.IsDBNull(2) || !reader.GetBoolean(2))
            IsWrong(StoreAddress.Setting, "у пользователя PostgreSQL нет права создавать таблицы", "сделайте его владельцем базы");
        if (reader.GetBoolean(3))
            IsWrong(StoreAddress.Setting, "PostgreSQL только читает: это резервный сервер", "укажите основной");
        var pool = new NpgsqlConnectionStringBuilder(store.Connection).MaxPoolSize;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"версия {connection.ServerVersion}, до {pool} соединений на сайт из {reader.GetInt32(1)}"
        );
    }

    private async Task<string> FileAsync(Store store, CancellationToken cancel)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(store.Connection) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (await command.ExecuteScalarAsync(cancel) is not "ok")
            throw new SqliteException("", SQLitePCL.raw.SQLITE_CORRUPT);
        // Whether it can be written is asked without writing.
        command.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
        await command.ExecuteNonQueryAsync(cancel);
        Room(StoreAddress.Setting, Path.GetDirectoryName(store.File)!);
        Jobs(store.File + RunningJobs.LockEnding);
        return $"SQLite {connection.ServerVersion}";
    }

    /// <summary>Tries the file that elects the site of the jobs, where there is one: a site that can't open it runs none.</summary>
    private void Jobs(string file)
    {
        try
        {
            if (Path.Exists(file))
                new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        }
        catch (Exception fault) when (StoreFaults.OfFiles(fault, file) is { } known)
        {
            IsWrong(StoreAddress.Setting, $"фоновые работы не идут: {known.Found}", known.Remedy);
        }
        catch (IOException held) when (DiskFault.IsHeld(held))
        {
            // A site runs them.
        }
    }

    private void Room(string subject, string folder)
    {
        var room = new DriveInfo(folder).AvailableFreeSpace;
        if (room < LittleRoom)
            Add(
                new(
                    subject,
                    room < NoRoom ? Verdict.Wrong : Verdict.Warning,
                    $"на диске осталось {FileWords.Size(room)} ({folder})",
                    "освободите место"
                )
            );
    }

    private async Task FilesAsync(IFileStore files, CancellationToken cancel)
    {
        if (files is FolderFiles { Folder: var folder } && !Directory.Exists(folder))
        {
            if (FolderProbe.Of(folder) is { } known)
                IsWrong("ORIENTIR_FILES", known.Found, known.Remedy);
            else
                IsFine("ORIENTIR_FILES", $"{files.Place} появится с первым файлом");
            return;
        }
        var bytes = RandomNumberGenerator.GetBytes(32);
        using var content = new MemoryStream(bytes);
        var kept = await files.PutAsync(content, cancel);
        await files.RemoveAsync(kept.Hash, DateTime.MaxValue, cancel);
        IsFine("ORIENTIR_FILES", $"{files.Place}, файл записан, прочитан и убран");
    }

    private async Task ClockAsync(Store store, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        DateTime? theirs;
        if (store.IsPostgres)
        {
            await using var connection = new NpgsqlConnection(store.Connection);
            await connection.OpenAsync(cancel);
            await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
            theirs = ((DateTime)(await command.ExecuteScalarAsync(cancel))!).ToUniversalTime();
        }
        else if (await new Migrate(store).AppliedAsync(cancel) > 0)
        {
            // A file has no clock; what is on record is not later than now.
            await using var context = store.Open();
            context.AllRegions = true;
            theirs = await context.AuditEntries.MaxAsync(entry => (DateTime?)entry.At, cancel);
            theirs = theirs > now ? theirs : now;
        }
        else
            theirs = now;
        var apart = (theirs.Value - now).Duration();
        if (apart > ClockTolerance)
            IsWrong(
                Clock,
                $"расходятся с базой на {Russian.Count((long)apart.TotalMinutes, "минуту", "минуты", "минут")}",
                "включите на обеих машинах точное время (NTP): по часам закрываются этапы"
            );
        else
            IsFine(Clock, $"{now.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, сходятся с базой");
    }

    private async Task ZonesAsync(Store? store, CancellationToken cancel)
    {
        List<string> zones = ["Europe/Moscow"];
        if (store is not null && await new Migrate(store).AppliedAsync(cancel) > 0)
        {
            await using var context = store.Open();
            context.AllRegions = true;
            zones.AddRange(await context.Regions.Select(region => region.TimeZone).Distinct().ToListAsync(cancel));
        }
        if (zones.Find(zone => !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) is { } missing)
            IsWrong(
                Zones,
                $"в системе нет пояса {missing}",
                "установите пакет tzdata, исправьте переменную TZDIR или выберите пояс региона заново"
            );
        else
            IsFine(Zones, "есть в системе");
    }

    private async Task MailAsync(CancellationToken cancel)
    {
        const string subject = "ORIENTIR_SMTP";
        var settings = MailSettings.Read(setting);
        foreach (var fault in settings.Faults)
            IsWrong(fault.Place, fault.Found, $"{fault.Allowed}; пока письма печатают");
        if (settings.Faults.Count > 0)
            return;
        if (!settings.IsConfigured)
        {
            IsFine(subject, "почта не настроена, письма печатают");
            return;
        }
        try
        {
            await using var server = new MailServer(settings with { Timeout = settings.Timeout < Patience ? settings.Timeout : Patience });
            await server.GreetAsync(cancel);
            IsFine(subject, $"{settings} впустил, письма от {settings.From}");
        }
        catch (MailFaultException fault)
        {
            IsWrong(subject, fault.Message.TrimEnd('.'), "до того письма ждут, их можно печатать");
        }
    }

    private void Site(SiteSettings site)
    {
        if (site.Address is not null)
            IsFine(SiteSettings.AddressSetting, $"{site.Address}");
        if (site.HasProxies)
            IsFine(SiteSettings.ProxiesSetting, string.Join(", ", site.Proxies.Cast<object>().Concat(site.Networks.Cast<object>())));
    }

    private async Task UrlsAsync(Store? store, CancellationToken cancel)
    {
        const string subject = "ASPNETCORE_URLS";
        var stated = (setting(subject) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // «http://*:80» is no address to the framework's reader, and one to the server.
        var wrong = Array.FindAll(
            stated,
            one =>
                !Uri.TryCreate(
                    one.Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal),
                    UriKind.Absolute,
                    out var url
                ) || url.Scheme is not ("http" or "https")
        );
        if (wrong.Length > 0)
        {
            foreach (var one in wrong)
                IsWrong(subject, $"«{one}» — не адрес", "напишите http://localhost:5080");
            return;
        }
        var answers = false;
        foreach (var url in stated)
            if (PortProbe.EndOf(url) is { } end)
                answers |=
                    await PortAsync(subject, url, end, "/health/live", "ok", "http://localhost:5081", cancel)
                    && await IsOwnAsync(store, subject, url, end, cancel);
        IsFine(
            subject,
            stated.Length == 0
                ? "не задана, сайт слушает http://localhost:5000"
                : string.Join(", ", stated) + (answers ? ", сайт отвечает" : "")
        );
    }

    /// <summary>Tries to listen there as the site would; gives whether the site itself does already.</summary>
    private async Task<bool> PortAsync(
        string subject,
        string place,
        IPEndPoint end,
        string path,
        string said,
        string other,
        CancellationToken cancel
    )
    {
        switch (PortProbe.Of(end))
        {
            case null:
                return false;
            case SocketError.AccessDenied:
                IsWrong(subject, $"порт {end.Port} открыт только администратору машины", $"укажите порт от 1024: {other}");
                return false;
            case SocketError.AddressNotAvailable:
                IsWrong(subject, $"{place}: у этой машины нет такого адреса", $"укажите свой: {other}");
                return false;
            default:
                if (place.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
                    Add(new(subject, Verdict.Warning, $"{place}: порт занят", "если это не сам сайт, укажите другой"));
                else if ((await PortProbe.AnswerAsync(end, path, cancel))?.Contains(said, StringComparison.Ordinal) == true)
                    return true;
                else
                    IsWrong(subject, $"{place}: порт занят другой программой", $"остановите её или укажите другой: {other}");
                return false;
        }
    }

    /// <summary>Whether the site that answers there is one of this base; says so where it is not.</summary>
    private async Task<bool> IsOwnAsync(Store? store, string subject, string url, IPEndPoint end, CancellationToken cancel)
    {
        if (store is null)
            return true; // which base would be the own is not known
        var mark = await PortProbe.AnswerAsync(end, "/health/store", cancel);
        if (mark == await store.MarkAsync(cancel))
            return true;
        IsWrong(
            subject,
            mark is { Length: Store.MarkLength } && mark.All(char.IsAsciiHexDigitLower)
                ? $"{url}: здесь уже отвечает сайт другой базы или этой же, но в его настройке она названа иначе"
                : $"{url}: порт занят другой программой или сайтом прежней версии",
            "назовите базу так же, как в настройке сайта; если сайт не ваш, остановите его или укажите другой порт: http://localhost:5081"
        );
        return false;
    }

    private async Task MetricsAsync(CancellationToken cancel)
    {
        if (Read(() => MetricsAddress.Read(setting)) is not { } end)
            return;
        var answers = await PortAsync(MetricsAddress.Setting, $"{end}", end, "/metrics", "orientir", "9465", cancel);
        IsFine(MetricsAddress.Setting, $"{end}" + (answers ? ", сайт отвечает" : ""));
    }

    private void Keys()
    {
        if (Read(() => KeyCertificates.Read(setting)) is { Length: > 0 } certificates)
            IsFine(KeyCertificates.Setting, Russian.Count(certificates.Length, "сертификат", "сертификата", "сертификатов"));
    }

    private void Backups()
    {
        const string subject = BackupPlan.FolderSetting;
        if (string.IsNullOrEmpty(setting(subject)))
            Add(new(subject, Verdict.Warning, "не задана, копии снимаются только командой", "укажите папку на другом диске"));
        if (Read(() => BackupPlan.Of(setting)) is not { } plan)
            return;
        if ((FolderProbe.OfParent(plan.Folder) ?? FolderProbe.Of(plan.Folder)) is { } known)
        {
            IsWrong(subject, known.Found, known.Remedy);
            return;
        }
        IsFine(
            subject,
            $"{plan.Folder}, в {plan.At.ToString("HH:mm", CultureInfo.InvariantCulture)}, "
                + $"хранится {Russian.Count(plan.Keep, "копия", "копии", "копий")}"
        );
        if (Directory.Exists(plan.Folder))
            Room(subject, plan.Folder);
    }
}
