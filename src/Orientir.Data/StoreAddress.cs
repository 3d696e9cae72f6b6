using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Orientir.Core;
using Orientir.Core.Files;

namespace Orientir.Data;

/// <summary>
/// What ORIENTIR_DATABASE names: PostgreSQL in any of the spellings people bring from elsewhere, or a SQLite file. What is neither is
/// refused: a text meant for a server must never become the name of a file. No part of the text is repeated to anybody, there may be a
/// password in it.
/// </summary>
/// <param name="Postgres">Settings of PostgreSQL; null for SQLite.</param>
/// <param name="File">The whole path of the SQLite file; null for PostgreSQL.</param>
internal sealed partial record StoreAddress(NpgsqlConnectionStringBuilder? Postgres, string? File)
{
    public const string Setting = "ORIENTIR_DATABASE";

    /// <summary>
    /// Connections of a site where the text names no number: several sites fit beside one another into a server as it comes, which takes
    /// 97, and two cores are busy with fewer.
    /// </summary>
    public const int PoolSize = 20;

    /// <summary>Statements a connection keeps ready: to understand and plan a query takes the server longer than to answer it.</summary>
    public const int Prepared = 200;

    private const string Allowed =
        "укажите путь к файлу SQLite (/srv/orientir/orientir.db) или PostgreSQL: Host=сервер;Database=база;Username=имя;Password=пароль "
        + "либо postgresql://имя:пароль@сервер:5432/база";

    // What libpq calls a setting, where Npgsql has another word:
    // https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
    private static readonly Dictionary<string, string> LibpqNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["hostaddr"] = "Host",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
        ["gssencmode"] = "GSS Encryption Mode",
        ["krbsrvname"] = "Kerberos Service Name",
    };

    private static readonly string[] ServerNames = ["host", "server", "hostaddr"];
    private static readonly string[] FileNames = ["datasource", "filename"];

    /// <summary>Understands a text.</summary>
    /// <exception cref="InputException">It is no address of a database.</exception>
    public static StoreAddress Of(string text)
    {
        // Quotes that a shell takes away stay in a file of settings read by others.
        text = text.Trim();
        if (text is [('"' or '\'') and var quote, .., var last] && last == quote)
            text = text[1..^1].Trim();
        if (text.Length == 0 || text.Any(char.IsControl))
            throw Refused("значение пусто или содержит перевод строки", Allowed);
        if (Scheme().Match(text) is { Success: true } scheme)
            return scheme.Value.ToLowerInvariant() is "postgres://" or "postgresql://"
                ? OfUri(text[scheme.Length..])
                : throw Refused("такого вида адресов программа не знает", Allowed);
        if (LibpqPairs().Match(text) is { Success: true } pairs && pairs.Groups["name"].Captures.Count > 1)
            return OfPairs(
                pairs
                    .Groups["name"]
                    .Captures.Zip(pairs.Groups["value"].Captures, (name, value) => KeyValuePair.Create(name.Value, Unquoted(value.Value)))
            );
        return Assignment().IsMatch(text) ? OfString(text) : new(null, FileOf(text));
    }

    private static StoreAddress OfUri(string text)
    {
        var (address, query) = text.Split('?', 2) is [var before, var after] ? (before, after) : (text, "");
        var (authority, database) = address.Split('/', 2) is [var left, var right] ? (left, right) : (address, "");
        if (database.Contains('@', StringComparison.Ordinal) || query.Contains('@', StringComparison.Ordinal))
            throw Refused(
                "не разобрать, где кончается пароль",
                "особые знаки имени и пароля пишите кодами: @ — %40, : — %3A, / — %2F, # — %23, ? — %3F, % — %25"
            );
        var at = authority.LastIndexOf('@');
        var pairs = new List<KeyValuePair<string, string>>();
        if (at >= 0)
        {
            var who = authority[..at].Split(':', 2);
            Add("Username", who[0]);
            Add("Password", who.Length > 1 ? who[1] : "");
        }
        var hosts = authority[(at + 1)..];
        if (hosts.Contains(',', StringComparison.Ordinal))
            Add("Host", hosts);
        else if (HostAndPort().Match(hosts) is { Success: true } host)
        {
            Add("Host", host.Groups["host"].Value.Trim('[', ']'));
            Add("Port", host.Groups["port"].Value);
        }
        else
            throw Refused("не разобрать сервер и порт", Allowed);
        Add("Database", database);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (pair.Split('=', 2) is [var name, var value])
                Add(name, value);
        return OfPairs(pairs);

        void Add(string name, string value)
        {
            if (value.Length > 0)
                pairs.Add(KeyValuePair.Create(name, Uri.UnescapeDataString(value)));
        }
    }

    private static StoreAddress OfString(string text)
    {
        var read = new DbConnectionStringBuilder();
        try
        {
            read.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw Refused("строка подключения не разбирается", $"значение с «;» или «=» возьмите в кавычки; {Allowed}");
        }
        var pairs = read.Keys.Cast<string>().Select(key => KeyValuePair.Create(key, $"{read[key]}")).ToList();
        if (pairs.Exists(pair => ServerNames.Contains(Plain(pair.Key))))
            return OfPairs(pairs);
        if (pairs.Find(pair => FileNames.Contains(Plain(pair.Key))) is not { Key: not null } file)
            throw Refused("не назван ни сервер PostgreSQL (Host), ни файл SQLite", Allowed);
        return pairs.Count == 1
            ? new(null, FileOf(file.Value))
            : throw Refused(
                "рядом с Data Source есть другие параметры",
                "для SQLite укажите только путь к файлу: /srv/orientir/orientir.db"
            );
    }

    private static StoreAddress OfPairs(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var postgres = new NpgsqlConnectionStringBuilder();
        var (number, bounded, prepares) = (0, false, false);
        foreach (var (key, value) in pairs)
        {
            number++;
            var name = LibpqNames.GetValueOrDefault(key) ?? key.Replace('_', ' ');
            // A word that Npgsql does not know may be a piece of a password that holds «;».
            if (!postgres.ContainsKey(name))
                throw Refused(
                    string.Create(CultureInfo.InvariantCulture, $"параметр № {number} PostgreSQL не знает"),
                    $"пароль с «;» или пробелом возьмите в кавычки, лишнее уберите; {Allowed}"
                );
            try
            {
                // libpq writes «verify-full».
                postgres[name] = Plain(name) == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
            }
            catch (Exception wrong)
                when (wrong is ArgumentException or FormatException or OverflowException or InvalidCastException or NotSupportedException)
            {
                throw Refused($"значение параметра {name} не подходит", Allowed);
            }
            bounded |= Plain(name) is "maximumpoolsize" or "maxpoolsize";
            prepares |= Plain(name) is "maxautoprepare";
        }
        if (string.IsNullOrWhiteSpace(postgres.Host))
            throw Refused("не назван сервер PostgreSQL (Host)", Allowed);
        if (!bounded)
            postgres.MaxPoolSize = Math.Max(PoolSize, postgres.MinPoolSize);
        if (!prepares)
            postgres.MaxAutoPrepare = Prepared;
        if (string.IsNullOrEmpty(postgres.ApplicationName))
            postgres.ApplicationName = "orientir";
        return new(postgres, null);
    }

    private static string FileOf(string text)
    {
        if (text.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
            throw Refused("база в памяти пропала бы при остановке", "укажите путь к файлу: /srv/orientir/orientir.db");
        if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || text.StartsWith('~'))
            throw Refused("адреса «file:» и «~» не раскрываются", "укажите путь к файлу целиком: /srv/orientir/orientir.db");
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains(';', StringComparison.Ordinal) || ServerAndPort().IsMatch(text))
            throw Refused("это не имя файла и не адрес базы данных", Allowed);
        if (text.Length == 0 || Path.EndsInDirectorySeparator(text) || Directory.Exists(text))
            throw Refused("это папка", "укажите и имя файла в ней: /srv/orientir/orientir.db");
        if (SpecialFile.WordOf(text) is { } kind)
            throw Refused($"это {kind}, а не файл", "укажите файл на диске: /srv/orientir/orientir.db");
        return Path.GetFullPath(text);
    }

    private static string Plain(string name) =>
        name.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Unquoted(string value) =>
        value is ['\'', .., '\''] ? Escaped().Replace(value[1..^1], "${letter}") : Escaped().Replace(value, "${letter}");

    private static InputException Refused(string found, string allowed) => new([new(Setting, found, allowed)]);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*(:[a-z0-9+.-]+)*://", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(
        @"\A(\s*(?<name>[A-Za-z_]+)\s*=\s*(?<value>'([^'\\]|\\.)*'|[^\s';]+)(?=\s|\z))+\s*\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex LibpqPairs();

    // «Word = …», as against a path with «=» in it.
    [GeneratedRegex(@"^\s*[\p{L}_][\p{L}\d_ ]*=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^(?<host>\[[0-9A-Fa-f:.%]+\]|[^:]*)(:(?<port>\d+))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"^[^/\\]+(@[^/\\]+|:\d+)(/|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ServerAndPort();

    [GeneratedRegex(@"\\(?<letter>.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();
}
