namespace Orientir.Core.Tests.Submissions;

/// <summary>What tests of submissions share.</summary>
public abstract class SubmissionTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
