using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class StoreAddressTests
{
    private const string Whole = "Host=db.example.ru;Port=5433;Database=base;Username=user;Password=p@ss word;SSL Mode=Require";

    [Theory]
    [InlineData("Host=db.example.ru;Port=5433;Database=base;Username=user;Password=p@ss word;SSL Mode=Require")]
    [InlineData("Host = db.example.ru ; Port = 5433 ; Database = base ; Username = user ; Password = p@ss word ; SslMode = require")]
    [InlineData("Server=db.example.ru;Port=5433;Database=base;User Id=user;Password=p@ss word;SSL Mode=Require;")]
    [InlineData("  \"server=db.example.ru; port=5433; database=base; uid=user; pwd='p@ss word'; ssl mode=require\"  ")]
    [InlineData("postgresql://user:p%40ss%20word@db.example.ru:5433/base?sslmode=require")]
    [InlineData("postgres://user:p%40ss%20word@db.example.ru:5433/base?sslmode=require")]
    [InlineData("PostgreSQL://db.example.ru:5433/base?user=user&password=p%40ss%20word&sslmode=require")]
    [InlineData("host=db.example.ru port=5433 dbname=base user=user password='p@ss word' sslmode=require")]
    public void Of_PostgresInAnySpelling_IsOneAddress(string text)
    {
        var read = StoreAddress.Of(text);
        var expected = new Npgsql.NpgsqlConnectionStringBuilder(Whole)
        {
            MaxPoolSize = 20,
            MaxAutoPrepare = 200,
            ApplicationName = "orientir",
        };
        read.File.ShouldBeNull();
        read.Postgres!.EquivalentTo(expected).ShouldBeTrue(read.Postgres.ConnectionString);
    }

    [Theory]
    [InlineData("postgresql://[::1]:5433/base", "::1", 5433)]
    [InlineData("postgresql://user@one.example.ru:5433,two.example.ru:5434/base", "one.example.ru:5433,two.example.ru:5434", 5432)]
    [InlineData("postgresql://user@%2Fvar%2Frun%2Fpostgresql/base?sslmode=verify-full", "/var/run/postgresql", 5432)]
    [InlineData("Host=/var/run/postgresql;Database=base", "/var/run/postgresql", 5432)]
    public void Of_PostgresOnOtherHosts_KeepsThem(string text, string host, int port)
    {
        var read = StoreAddress.Of(text).Postgres!;
        (read.Host, read.Port, read.Database).ShouldBe((host, port, "base"));
    }

    [Theory]
    [InlineData("Host=h;Maximum Pool Size=7", 7)]
    [InlineData("Host=h;MaxPoolSize=150", 150)]
    [InlineData("postgresql://h/base?maximum_pool_size=5", 5)]
    [InlineData("Host=h;Minimum Pool Size=30", 30)]
    [InlineData("Host=h", 20)]
    public void Of_PostgresPool_FitsAServerUnlessANumberIsNamed(string text, int size) =>
        StoreAddress.Of(text).Postgres!.MaxPoolSize.ShouldBe(size);

    [Theory]
    [InlineData("/srv/orientir/orientir.db", "/srv/orientir/orientir.db")]
    [InlineData("'/srv/a b/база.db'", "/srv/a b/база.db")]
    [InlineData("Data Source=/srv/orientir.db", "/srv/orientir.db")]
    [InlineData("DataSource = /srv/orientir.db;", "/srv/orientir.db")]
    [InlineData("Filename=/srv/orientir.db", "/srv/orientir.db")]
    [InlineData("/srv/a=b/orientir.db", "/srv/a=b/orientir.db")]
    [InlineData("./a=b.db", "./a=b.db")]
    [InlineData("data/orientir.db", "data/orientir.db")]
    public void Of_Sqlite_IsThePath(string text, string path)
    {
        var read = StoreAddress.Of(text);
        (read.Postgres, read.File).ShouldBe((null, Path.GetFullPath(path)));
    }

    [Theory]
    [InlineData("sqlite:///srv/secret123.db")]
    [InlineData("mysql://user:secret123@host/base")]
    [InlineData("jdbc:postgresql://host/base?password=secret123")]
    [InlineData("file:/srv/secret123.db?mode=rwc")]
    [InlineData(":memory:")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=/srv/o.db;Password=secret123")]
    [InlineData("Sever=host;Database=base;Password=secret123")]
    [InlineData("Database=base;Username=user;Password=secret123")]
    [InlineData("Password=secret123")]
    [InlineData("Server=host;Initial Catalog=base;Password=secret123")]
    [InlineData("Host=host;Password=sec;ret123=x")]
    [InlineData("Host=host;Port=secret123")]
    [InlineData("Host=;Password=secret123")]
    [InlineData("Host=host;Password='secret123")]
    [InlineData("postgresql://user:secret123/x@host/base")]
    [InlineData("postgresql://user:secret123@host:port/base")]
    [InlineData("postgresql://user:secret123@host/base?sslmode=maybe")]
    [InlineData("postgresql://user:secret123@host/base?shards=2")]
    [InlineData("postgresql://")]
    [InlineData("localhost:5432/base")]
    [InlineData("user:secret123@host/base")]
    [InlineData("orientir.db;secret123")]
    [InlineData("~/secret123.db")]
    [InlineData("/tmp")]
    [InlineData("/srv/orientir/")]
    [InlineData("/srv/orientir\n.db")]
    public void Of_WhatIsNeither_IsRefusedWithoutItsText(string text)
    {
        var refusal = Should.Throw<InputException>(() => StoreAddress.Of(text));
        refusal.Errors.Single().Place.ShouldBe("ORIENTIR_DATABASE");
        refusal.Message.ShouldNotContain("secret123");
        refusal.Message.ShouldNotContain("ret123");
    }

    [Fact]
    public void Store_OfPostgres_IsCalledWithoutItsPassword() =>
        new Orientir.Data.Store("postgresql://user:secret123@host/base").Place.ShouldBe("PostgreSQL host:5432/base");

    [Theory]
    [InlineData("s3://key:secret123@host/bucket")]
    [InlineData("https://key:secret123@host/bucket")]
    [InlineData("https://host")]
    [InlineData("~/secret123")]
    public void Configured_WithWrongFiles_IsRefusedWithoutTheText(string files)
    {
        var refusal = Should.Throw<InputException>(() =>
            Orientir.Data.Store.Configured(name =>
                name == "ORIENTIR_FILES" ? files
                : name == "ORIENTIR_DATABASE" ? "x.db"
                : "key"
            )
        );
        refusal.Errors.Single().Place.ShouldBe("ORIENTIR_FILES");
        refusal.Message.ShouldNotContain("secret123");
    }
}
