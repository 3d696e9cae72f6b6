using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using Orientir.Core.Office;

namespace Orientir.Data;

/// <summary>Puts into words what the databases and the disk say by numbers.</summary>
public static class StoreFaults
{
    private const string CheckSetting = "проверьте ORIENTIR_DATABASE";

    /// <summary>
    /// Why the database can't be used, where that is what a fault tells of; null for a fault of the program or of its input.
    /// </summary>
    public static StoreFault? Of(Exception? fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
            if (OfOne(inner) is { } known)
                return known;
        return null;
    }

    /// <summary>What keeps a file or folder from being made or written; null for another fault.</summary>
    internal static StoreFault? OfFiles(Exception fault, string place) =>
        fault switch
        {
            UnauthorizedAccessException => new($"нет права писать: {place}", "дайте его пользователю, под которым работает программа"),
            _ when DiskFault.IsFull(fault) => new($"на диске нет места: {place}", "освободите место и повторите"),
            DirectoryNotFoundException => new($"такой папки нет: {place}", "создайте её или укажите другую"),
            PathTooLongException => new("путь слишком длинный", "укажите короче"),
            IOException when !DiskFault.IsHeld(fault) => new(
                $"записать не удалось: {place} ({DiskFault.Of(fault)})",
                "проверьте путь и диск"
            ),
            _ => null,
        };

    /// <summary>Why nobody can tell whether a file is there: its folder may not be entered; null where it may.</summary>
    internal static StoreFault? ClosedTo(string file)
    {
        try
        {
            File.GetAttributes(file);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return new(
                $"в папку нельзя войти: {Path.GetDirectoryName(file)}",
                "дайте право входа в неё и в папки над нею пользователю, под которым работает программа"
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static StoreFault? OfOne(Exception fault) =>
        fault switch
        {
            StoreFaultException told => told.Fault,
            SqliteException sqlite => OfSqlite(sqlite.SqliteErrorCode),
            PostgresException postgres => OfPostgres(postgres.SqlState),
            NpgsqlException when fault.Message.Contains("pool", StringComparison.Ordinal) => new(
                "все соединения с PostgreSQL заняты",
                "подождите; если так бывает часто, увеличьте Maximum Pool Size в ORIENTIR_DATABASE"
            ),
            NpgsqlException { InnerException: SocketException or IOException or TimeoutException }
            or NpgsqlException { IsTransient: true } => Unreachable,
            // Npgsql lets these through as they are.
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => new(
                "имя сервера PostgreSQL не найдено",
                CheckSetting
            ),
            _ => null,
        };

    /// <summary>Nothing more can be saved.</summary>
    internal static StoreFault NoRoom => new("на диске с базой нет места", "освободите место: всё подтверждённое сохранено");

    private static StoreFault Unreachable =>
        new("сервер PostgreSQL не отвечает", $"проверьте, что он запущен и доступен с этой машины; {CheckSetting}");

    // https://www.sqlite.org/rescode.html
    private static StoreFault? OfSqlite(int code) =>
        code switch
        {
            5 or 6 => new("в файл базы долго пишет другая программа", "закройте её и повторите"),
            8 => new("файл базы только для чтения", "дайте программе право писать в файл и в его папку"),
            10 => new("диск с файлом базы не читается или не пишется", "проверьте диск; при потере данных восстановите копию: restore"),
            11 => new(
                "файл базы повреждён",
                "остановите сайт и восстановите копию: restore КОПИЯ --replace; повреждённый файл останется рядом"
            ),
            13 => NoRoom,
            14 => new("файл базы не открывается", $"проверьте, что файл и папка на месте и доступны программе; {CheckSetting}"),
            26 => new(
                "файл базы повреждён или это не база SQLite",
                $"{CheckSetting}; если база повреждена, остановите сайт и восстановите копию: restore КОПИЯ --replace, она останется рядом"
            ),
            _ => null,
        };

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static StoreFault? OfPostgres(string state) =>
        state switch
        {
            "53300" or "53400" => new(
                "на сервере PostgreSQL кончились соединения",
                "число сайтов × Maximum Pool Size должно быть меньше max_connections сервера"
            ),
            "53100" => new("на диске сервера PostgreSQL нет места", "освободите место: всё подтверждённое сохранено"),
            "53200" => new("серверу PostgreSQL не хватает памяти", "добавьте её или уменьшите число соединений"),
            "57P01" or "57P02" or "57P03" => new("сервер PostgreSQL останавливается или запускается", "подождите, пока он заработает"),
            "25006" => new("PostgreSQL только читает: это резервный сервер", $"укажите основной; {CheckSetting}"),
            "28000" or "28P01" => new("PostgreSQL не принимает имя или пароль", CheckSetting),
            "3D000" => new("на сервере PostgreSQL нет такой базы", $"создайте её (createdb); {CheckSetting}"),
            "55P03" or "57014" => new("PostgreSQL не дождался своей очереди", "повторите позже"),
            "58030" or "XX001" or "XX002" => new(
                "файлы сервера PostgreSQL не читаются или повреждены",
                "проверьте диск сервера; при потере данных восстановите копию"
            ),
            ['0', '8', ..] => Unreachable,
            _ => null,
        };
}
