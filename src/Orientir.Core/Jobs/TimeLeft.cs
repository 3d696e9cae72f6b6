namespace Orientir.Core.Jobs;

/// <summary>How long work still takes, judged by how long its parts took so far.</summary>
public static class TimeLeft
{
    /// <summary>«меньше минуты», «около 4 минут»; null where nothing can be said yet.</summary>
    /// <param name="startedAt">UTC of the beginning.</param>
    /// <param name="done">Parts done.</param>
    /// <param name="total">Parts in all.</param>
    /// <param name="now">UTC.</param>
    public static string? Of(DateTime? startedAt, int done, int total, DateTime now)
    {
        if (startedAt is not { } started || done <= 0 || done >= total)
            return null;
        var seconds = (now - started).TotalSeconds / done * (total - done);
        return seconds < 60 ? "меньше минуты" : $"около {Russian.Count(Math.Ceiling(seconds / 60), "минуты", "минут", "минут")}";
    }
}
