namespace Orientir.Core.Files;

public static class FileWords
{
    /// <summary>«3 файла».</summary>
    public static string Count(int files) => Russian.Count(files, "файл", "файла", "файлов");

    /// <summary>«3,2 МБ»; what is less than a tenth of one in kilobytes.</summary>
    public static string Size(long bytes) =>
        bytes < 100_000
            ? $"{Russian.Number(Math.Ceiling(bytes / 1024.0))}\u00A0КБ"
            : $"{Russian.Number(Math.Round(bytes / 1048576.0, 1))}\u00A0МБ";
}
