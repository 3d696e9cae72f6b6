using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orientir.TestSupport;

/// <summary>
/// A throw-away PostgreSQL cluster on a free port of the loopback. One serves all tests of this process, without waiting for the disk, and
/// ends after the last of them.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    private static readonly Lazy<PostgresCluster> Started = new(() => new PostgresCluster("", "-c fsync=off -c max_connections=400"));

    // The server itself waits five seconds before it refuses.
    private const int MostLooks = 12;

    private static int clusters;
    private static int databases;
    private readonly string folder;
    private readonly string binaries;
    private readonly int port;

    private PostgresCluster(string name, string options)
    {
        folder = Path.Combine(Path.GetTempPath(), $"orientir-pg-{Environment.ProcessId}{name}");
        binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Order(StringComparer.Ordinal)
                .Last()
            : throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql");
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        // The server refuses to run as root; «application» is no superuser, as in a real installation.
        if (Environment.UserName == "root")
            Run("/bin/chown", "postgres", folder);
        Server("initdb", "--no-sync", "-D", folder + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        Server(
            "pg_ctl",
            "-w",
            "-D",
            folder + "/data",
            "-l",
            folder + "/log",
            "-o",
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {options}",
            "start"
        );
        Server("psql", "-h", "127.0.0.1", "-p", $"{port}", "-U", "postgres", "-c", "create role application login createdb");
    }

    /// <summary>A cluster of a test's own, on whose disk a commit is what it is in an installation.</summary>
    public static PostgresCluster OfItsOwn() => new($"-own{Interlocked.Increment(ref clusters)}", "");

    /// <summary>Ends the server as a crash of it does, without a word to whoever is connected, and starts it again.</summary>
    public void Crash() => Server("pg_ctl", "-w", "-D", folder + "/data", "-l", folder + "/log", "-m", "immediate", "restart");

    /// <summary>Makes a database in the cluster of all tests: see <see cref="Make"/>.</summary>
    public static string NewDatabase(string? copyOf = null) => Started.Value.Make(copyOf);

    /// <summary>Makes a database, empty or the copy of another that nobody has open; gives its connection string.</summary>
    public string Make(string? copyOf = null)
    {
        var name = $"t{Interlocked.Increment(ref databases)}";
        using var server = new NpgsqlConnection(ConnectionTo("postgres"));
        server.Open();
        using var command = server.CreateCommand();
        if (copyOf is null)
        {
            command.CommandText = $"create database {name}";
            command.ExecuteNonQuery();
            return ConnectionTo(name);
        }
        // A closed connection may take the server a moment to notice, and a site that is ending may come back once; the server copies only
        // what nobody has open.
        var original = new NpgsqlConnectionStringBuilder(copyOf).Database;
        for (var look = 1; ; look++)
        {
            command.CommandText =
                $"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{original}' and usename = current_user";
            command.ExecuteNonQuery();
            command.CommandText = $"create database {name} template {original}";
            try
            {
                command.ExecuteNonQuery();
                break;
            }
            catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.ObjectInUse && look < MostLooks) { }
        }
        return ConnectionTo(name);
    }

    private string ConnectionTo(string database) => $"Host=127.0.0.1;Port={port};Database={database};Username=application";

    /// <summary>
    /// Ends the cluster while tests still count as running: a process that takes more than ten seconds to exit has failed for xunit,
    /// and hundreds of databases may take longer to remove.
    /// </summary>
    public sealed class UntilTheLastTest : IDisposable
    {
        public void Dispose()
        {
            if (Started.IsValueCreated)
                Started.Value.Dispose();
        }
    }

    public void Dispose()
    {
        Server("pg_ctl", "-D", folder + "/data", "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private void Server(string program, params string[] arguments)
    {
        if (Environment.UserName == "root")
            Run("/sbin/runuser", ["-u", "postgres", "--", Path.Combine(binaries, program), .. arguments]);
        else
            Run(Path.Combine(binaries, program), arguments);
    }

    /// <summary>By way of a shell, so that the server, which outlives pg_ctl, holds a file and not our pipe.</summary>
    private static void Run(string program, params string[] arguments)
    {
        var log = Path.GetTempFileName();
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", "\"$@\" >\"$0\" 2>&1", log, program, .. arguments])
            {
                UseShellExecute = false,
                WorkingDirectory = "/",
            }
        )!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)}: exit {process.ExitCode} {File.ReadAllText(log)}"
            );
        File.Delete(log);
    }
}
