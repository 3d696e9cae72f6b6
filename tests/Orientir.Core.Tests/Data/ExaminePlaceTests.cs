using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Orientir.Core.Territories;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class ExaminePlaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAPlaceAsItShouldBe_FindsNothingWrong(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using var mail = MailHost.Start();
        var found = await FindAsync(
            store,
            ("ORIENTIR_ADDRESS", "https://monitoring.example.ru"),
            ("ORIENTIR_PROXIES", "127.0.0.1, 10.0.0.0/8"),
            ("ORIENTIR_SMTP", mail.Setting(query: "?tls=none")),
            ("ORIENTIR_MAIL_FROM", "orientir@example.ru"),
            ("ORIENTIR_BACKUP_FOLDER", store.FilesFolder + "-backups"),
            ("ASPNETCORE_URLS", $"http://*:{FreePort()};http://localhost:{FreePort()}"),
            ("ORIENTIR_METRICS", $"{FreePort()}"),
            ("SignIn__SecondFactorRequired", "true")
        );
        found.ShouldContain(one => one.Subject == "схема базы" && one.Verdict == Verdict.Fine);
        found.Where(one => one.Verdict == Verdict.Wrong).ShouldBeEmpty();
        found
            .Where(one => one.Verdict == Verdict.Fine)
            .Select(one => one.Subject)
            .ShouldBeSubsetOf([
                "ORIENTIR_DATABASE",
                "схема базы",
                "ORIENTIR_METRICS",
                "ORIENTIR_FILES",
                "часы",
                "часовые пояса",
                "ORIENTIR_SMTP",
                "ORIENTIR_ADDRESS",
                "ORIENTIR_PROXIES",
                "ASPNETCORE_URLS",
                "ORIENTIR_BACKUP_FOLDER",
            ]);
        found.ShouldContain(one => one.Subject == "ORIENTIR_SMTP" && one.Text.Contains("впустил", StringComparison.Ordinal));
        (Directory.Exists(store.FilesFolder), Directory.Exists(store.FilesFolder + "-backups")).ShouldBe((false, false));
    }

    [Fact]
    public async Task Run_OfAFolderClosedToTheUser_SaysSoAndNotThatThereIsNoDatabase()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }
        var folder = Path.GetDirectoryName(store.Store.File)!;
        var mode = File.GetUnixFileMode(folder);
        File.SetUnixFileMode(store.Store.File!, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.SetUnixFileMode(folder, UnixFileMode.None);
        try
        {
            var said = (await FindAsync(store)).First(one => one.Subject == "ORIENTIR_DATABASE").Text;
            if (Environment.IsPrivilegedProcess)
                said.ShouldContain("в порядке");
            else
                said.ShouldContain("в папку нельзя войти");
        }
        finally
        {
            File.SetUnixFileMode(folder, mode);
        }
    }

    [Theory]
    [InlineData("ORIENTIR_BACKUP_FOLDER", "/nowhere/copies", "/nowhere нет")]
    [InlineData("ORIENTIR_DATABASE", "postgresql://user:secret123@127.0.0.1:1/base", "не отвечает")]
    [InlineData("ORIENTIR_DATABASE", "Sever=x;Password=secret123", "не назван")]
    [InlineData("ORIENTIR_DATABASE", "/nowhere/orientir.db", "нет")]
    [InlineData("ORIENTIR_FILES", "/proc/orientir", "записать не удалось: /proc/orientir (файл или папка исчезли)")]
    [InlineData("ORIENTIR_PROXIES", "nginx", "не сетевой адрес")]
    [InlineData("ORIENTIR_ADDRESS", "monitoring.example.ru", "не адрес сайта")]
    [InlineData("ORIENTIR_PROXIES", "10.0.0", "«10.0.0» — не сетевой адрес")]
    [InlineData("ORIENTIR_PROXIES", "10.0/8", "«10.0/8» — не сетевой адрес")]
    [InlineData("ORIENTIR_PROXIES", "010.0.0.1", "«010.0.0.1» — не сетевой адрес")]
    [InlineData("ORIENTIR_PROXIES", "[::1]:80", "«[::1]:80» — не сетевой адрес")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4317", "не адрес сборщика")]
    [InlineData("ORIENTIR_BACKUP_FOLDER", "/proc/orientir", "записать не удалось")]
    [InlineData("ORIENTIR_BACKUP_KEEP", "много", "много")]
    [InlineData("ASPNETCORE_URLS", "localhost 5080", "не адрес")]
    [InlineData("ORIENTIR_METRICS", "prometheus", "не порт")]
    [InlineData("ORIENTIR_KEYS_CERTIFICATE", "/nowhere.pem", "не прочесть")]
    [InlineData("SignIn__SecondFactorRequired", "yes", "не true")]
    [InlineData("SignIn__WrongPerAddressPerHour", "много", "не число")]
    [InlineData("Evidence__MegabytesPerCampaign", "много", "не число мегабайт")]
    [InlineData("ORIENTIR_DATABASE", "/dev/null", "это устройство, а не файл")]
    [InlineData("ORIENTIR_DATABASE", "/proc", "это папка")]
    [InlineData("ORIENTIR_FILES", "/dev/null", "/dev/null — устройство, а не папка")]
    [InlineData("ORIENTIR_FILES", "/etc/passwd/files", "/etc/passwd — файл, а не папка")]
    [InlineData("ORIENTIR_BACKUP_FOLDER", "/dev/null", "/dev/null — устройство, а не папка")]
    [InlineData("ORIENTIR_KEYS_CERTIFICATE", "/dev/zero", "«/dev/zero» — устройство, а не файл")]
    public async Task Run_WithAWrongSetting_SaysWhatToDo(string setting, string value, string said)
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var found = await FindAsync(store, ("ORIENTIR_BACKUP_FOLDER", store.FilesFolder), (setting, value));
        var wrong = found.Single(one => one.Verdict == Verdict.Wrong);
        wrong.Subject.ShouldBe(setting);
        wrong.Text.ShouldContain(said);
        wrong.Remedy.ShouldNotBeNullOrEmpty();
        string.Join('\n', found).ShouldNotContain("secret123");
    }

    [Theory]
    [InlineData("SignIn__PerAddressPerMinute", "-5", "попыток в минуту", "от 1 до 1000000")]
    [InlineData("SignIn__WrongPerAddressPerHour", "0", "попыток в час", "от 1 до 1000000")]
    [InlineData("Evidence__MegabytesPerSubmission", "0", "мегабайт", "от 1 до 100000000")]
    [InlineData("Evidence__MegabytesPerCampaign", "99999999999", "мегабайт", "от 1 до 100000000")]
    [InlineData("ORIENTIR_BACKUP_KEEP", "-1", "копий", "от 1 до 10000")]
    [InlineData("ORIENTIR_MAIL_PER_MINUTE", "0", "писем в минуту", "от 1 до 6000")]
    [InlineData("ORIENTIR_MAIL_TIMEOUT", "601", "секунд", "от 1 до 600")]
    public async Task Run_WithANumberOutOfItsRange_NamesTheRange(string setting, string value, string unit, string range)
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var wrong = (await FindAsync(store, (setting, value))).Single(one => one.Verdict == Verdict.Wrong);
        (wrong.Subject, wrong.Text).ShouldBe((setting, $"«{value}» — недопустимое число {unit}"));
        wrong.Remedy.ShouldNotBeNull().ShouldContain(range);
    }

    [Fact]
    public async Task Run_WithASocketForADatabase_RefusesIt()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Unspecified
        );
        var path = Path.Combine(Path.GetDirectoryName(store.Store.File)!, "s");
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        (await FindAsync(store, ("ORIENTIR_DATABASE", path)))
            .Single(one => one.Verdict == Verdict.Wrong)
            .Text.ShouldBe("это сокет, а не файл");
    }

    [Fact]
    public async Task Run_WithSeveralWrongSettings_NamesEveryOne()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        (string Name, string Value)[] settings =
        [
            ("ORIENTIR_ADDRESS", "monitoring"),
            ("ORIENTIR_PROXIES", "nginx"),
            ("ORIENTIR_BACKUP_FOLDER", store.FilesFolder),
            ("ORIENTIR_BACKUP_AT", "ночью"),
            ("ORIENTIR_BACKUP_KEEP", "много"),
            ("ORIENTIR_METRICS", "prometheus"),
            ("ASPNETCORE_URLS", "localhost 5080"),
            ("ORIENTIR_SMTP", "smtp://user:secret123@127.0.0.1:1?tls=none"),
            ("ORIENTIR_MAIL_FROM", "Ориентир"),
            ("SignIn__PerAddressPerMinute", "много"),
            ("SignIn__WrongPerAddressPerHour", "много"),
            ("SignIn__SecondFactorRequired", "да"),
            ("Evidence__MegabytesPerSubmission", "много"),
            ("Evidence__MegabytesPerCampaign", "много"),
        ];
        var found = await FindAsync(store, settings);
        found
            .Where(one => one.Verdict == Verdict.Wrong)
            .Select(one => one.Subject)
            .ShouldBe(
                settings.Select(one => one.Name).Where(name => name is not ("ORIENTIR_BACKUP_FOLDER" or "ORIENTIR_SMTP")),
                ignoreOrder: true
            );
        string.Join('\n', found).ShouldNotContain("secret123");
    }

    [Fact]
    public async Task Run_WithAMailServerThatDoesNotEncrypt_SaysThatAndNothingOfPasswords()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        await using var mail = MailHost.Start();
        var found = await FindAsync(
            store,
            ("ORIENTIR_SMTP", mail.Setting(query: "?tls=required")),
            ("ORIENTIR_MAIL_FROM", "orientir@example.ru")
        );
        var wrong = found.Single(one => one.Verdict == Verdict.Wrong);
        wrong.Subject.ShouldBe("ORIENTIR_SMTP");
        wrong.Text.ShouldContain("STARTTLS");
        wrong.Remedy.ShouldNotBeNull().ShouldNotContain("пароль");
    }

    [Fact]
    public async Task Run_WhereTheFileOfTheJobsCannotBeOpened_SaysThatNoneRun()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var place = store.Store.File + Orientir.Data.Jobs.RunningJobs.LockEnding;
        await using (new FileStream(place, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            (await FindAsync(store)).Where(one => one.Verdict == Verdict.Wrong).ShouldBeEmpty("a site runs them");
        File.Delete(place);
        Directory.CreateDirectory(place);
        var wrong = (await FindAsync(store)).Single(one => one.Verdict == Verdict.Wrong);
        wrong.Subject.ShouldBe("ORIENTIR_DATABASE");
        wrong.Text.ShouldStartWith("фоновые работы не идут: ");
        wrong.Text.ShouldContain(place);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://localhost:")]
    [InlineData("ORIENTIR_METRICS", "")]
    public async Task Run_WithAPortThatIsTaken_TellsWhetherByTheSite(string setting, string before)
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (answer, mark) = ("nobody", "ok");
        _ = Task.Run(
            async () =>
            {
                while (true)
                {
                    using var asked = await listener.AcceptTcpClientAsync(Cancel);
                    await using var stream = asked.GetStream();
                    using var request = new StreamReader(stream, leaveOpen: true);
                    var text = (await request.ReadLineAsync(Cancel))!.Contains("/health/store", StringComparison.Ordinal) ? mark : answer;
                    var said = $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {text.Length}\r\n\r\n{text}";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(said), Cancel);
                }
            },
            Cancel
        );
        var value = before + $"{((IPEndPoint)listener.LocalEndpoint).Port}";
        var taken = (await FindAsync(store, (setting, value))).Single(one => one.Verdict == Verdict.Wrong);
        (taken.Subject, taken.Text.Contains("порт занят другой программой", StringComparison.Ordinal)).ShouldBe((setting, true));
        answer = "ok, orientir";
        if (setting == "ASPNETCORE_URLS")
        {
            // Not everything that says «ok» is the site, and not every site is one of this base.
            (await WrongAsync()).ShouldEndWith("порт занят другой программой или сайтом прежней версии");
            using var other = await TestStore.MigratedAsync(Database.Sqlite);
            mark = await other.Store.MarkAsync(Cancel);
            (await WrongAsync()).ShouldContain("здесь уже отвечает сайт другой базы");
            mark = await store.Store.MarkAsync(Cancel);
        }
        (await FindAsync(store, (setting, value))).Single(one => one.Subject == setting).Text.ShouldEndWith("сайт отвечает");

        async Task<string> WrongAsync() => (await FindAsync(store, (setting, value))).Single(one => one.Verdict == Verdict.Wrong).Text;
    }

    [Fact]
    public async Task Run_WithMisspeltSettings_NamesTheOnesThatWereMeant()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var found = await new ExaminePlace(
            Settings(store, [("ORIENTIR_JOBS", "no")]),
            ["PATH", "ORIENTIR_DATABASE", "ORIENTIR_SMPT", "SignIn__SecondFactorRequried", "ORIENTIR_NOTHING_OF_THE_KIND"],
            TimeProvider.System
        ).RunAsync(Cancel);
        var unknown = found.Where(one => one.Text.Contains("такой настройки нет", StringComparison.Ordinal)).ToList();
        unknown.Select(one => one.Subject).ShouldBe(["ORIENTIR_NOTHING_OF_THE_KIND", "ORIENTIR_SMPT", "SignIn__SecondFactorRequried"]);
        unknown.ShouldAllBe(one => one.Verdict == Verdict.Warning);
        unknown[1].Remedy!.ShouldEndWith("ORIENTIR_SMTP");
        unknown[2].Remedy!.ShouldEndWith("SignIn__SecondFactorRequired");
        found.ShouldContain(one => one.Subject == "ORIENTIR_JOBS" && one.Verdict == Verdict.Warning);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithTheClockApart_SaysSo(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using (var context = store.Store.Open())
        {
            context.AllRegions = true;
            context.AuditEntries.Add(
                new()
                {
                    At = TimeProvider.System.GetUtcNow().UtcDateTime,
                    UserId = 1,
                    Address = "",
                    Action = "test",
                    ObjectKind = "test",
                    ObjectId = 1,
                }
            );
            await context.SaveChangesAsync(Cancel);
        }
        var late = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-2));
        var found = await new ExaminePlace(Settings(store, []), [], late).RunAsync(Cancel);
        found.Single(one => one.Subject == "часы").Verdict.ShouldBe(Verdict.Wrong);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithAZoneTheSystemDoesNotKnow_NamesIt(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await using (var context = store.Store.Open())
        {
            context.Regions.Add(
                new Region
                {
                    Code = "a",
                    Title = "А",
                    TimeZone = "Europe/Moscow",
                }
            );
            await context.SaveChangesAsync(Cancel);
            await context.Database.ExecuteSqlRawAsync("UPDATE regions SET \"TimeZone\" = 'Europe/Kitezh'", Cancel);
        }
        (await FindAsync(store)).Single(one => one.Verdict == Verdict.Wrong).Text.ShouldContain("Europe/Kitezh");
    }

    [Fact]
    public async Task Run_OnADamagedFile_SaysHowToRestore()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        var bytes = await File.ReadAllBytesAsync(store.Connection, Cancel);
        bytes.AsSpan(4096 * 3, 4096 * 20).Fill(0xA5);
        await File.WriteAllBytesAsync(store.Connection, bytes, Cancel);
        (await FindAsync(store)).First(one => one.Verdict == Verdict.Wrong).Remedy!.ShouldContain("restore");
    }

    [Fact]
    public async Task Warnings_OfASuperuserAndAPoolTooLarge_AreGiven()
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        var site = SiteSettings.Read(name => name == "ORIENTIR_ADDRESS" ? "https://monitoring.example.ru" : "127.0.0.1");
        var root = Environment.IsPrivilegedProcess ? 1 : 0;
        (await new PlaceWarnings(store.Store, site).RunAsync(Cancel)).Count.ShouldBe(root);

        var super = store.Connection.Replace("Username=application", "Username=postgres;Maximum Pool Size=500", StringComparison.Ordinal);
        var found = await new PlaceWarnings(new(super), site).RunAsync(Cancel);
        found.Count.ShouldBe(root + 2);
        found.ShouldContain(one => one.Text.Contains("superuser", StringComparison.Ordinal));
        found.ShouldContain(one => one.Text.Contains("502", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warnings_OfAUserWhoPassesRowSecurityBy_AreGiven()
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        await using (var super = new NpgsqlConnection(store.Connection.Replace("=application", "=postgres", StringComparison.Ordinal)))
        {
            await super.OpenAsync(Cancel);
            await using var command = new NpgsqlCommand("CREATE ROLE passer LOGIN BYPASSRLS", super);
            await command.ExecuteNonQueryAsync(Cancel);
        }
        var passer = store.Connection.Replace("Username=application", "Username=passer", StringComparison.Ordinal);
        (await new PlaceWarnings(new(passer), SiteSettings.Read(_ => null)).RunAsync(Cancel)).ShouldContain(one =>
            one.Text.Contains("bypassrls", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Warnings_OfADatabaseOfBytes_NameItsEncoding()
    {
        using var store = TestStore.Empty(Database.Postgres);
        var bytes = new NpgsqlConnectionStringBuilder(store.Connection);
        bytes.Database += "_bytes";
        var super = new NpgsqlConnectionStringBuilder(store.Connection) { Username = "postgres", Pooling = false };
        await using (var connection = new NpgsqlConnection(super.ConnectionString))
        {
            await connection.OpenAsync(Cancel);
            await using var command = new NpgsqlCommand(
                $"CREATE DATABASE {bytes.Database} OWNER {bytes.Username} TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'",
                connection
            );
            await command.ExecuteNonQueryAsync(Cancel);
        }
        var found = await new PlaceWarnings(new(bytes.ConnectionString), SiteSettings.Read(_ => null)).RunAsync(Cancel);
        found.ShouldContain(one => one.Text.Contains("SQL_ASCII", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warnings_OfAnOpenFileAndNoAddress_AreGiven()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        File.SetUnixFileMode(store.Connection, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var found = await new PlaceWarnings(store.Store, SiteSettings.Read(_ => null)).RunAsync(Cancel);
        found.Select(one => one.Subject).ShouldContain("ORIENTIR_ADDRESS");
        found.Select(one => one.Subject).ShouldContain("ORIENTIR_PROXIES");
        found.ShouldContain(one => one.Remedy!.Contains("chmod 600", StringComparison.Ordinal));
        File.SetUnixFileMode(store.Connection, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await new PlaceWarnings(store.Store, SiteSettings.Read(_ => null)).RunAsync(Cancel)).ShouldNotContain(one =>
            one.Subject == "ORIENTIR_DATABASE"
        );
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private static Task<IReadOnlyList<Finding>> FindAsync(TestStore store, params (string Name, string Value)[] settings) =>
        new ExaminePlace(Settings(store, settings), settings.Select(one => one.Name), TimeProvider.System).RunAsync(Cancel);

    private static Func<string, string?> Settings(TestStore store, (string Name, string Value)[] settings) =>
        name =>
            settings.LastOrDefault(one => one.Name == name).Value
            ?? name switch
            {
                "ORIENTIR_DATABASE" => store.Connection,
                "ORIENTIR_FILES" => store.FilesFolder,
                _ => null,
            };
}
