using System.Text;

namespace Orientir.Cli;

/// <summary>The standard streams, always UTF-8 whatever the locale says. A reader that went away ends the output quietly.</summary>
internal static class Terminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes to the standard output.</summary>
    public static void Write(string text) => Write(stream => stream.Write(Utf8.GetBytes(text)));

    /// <summary>Writes bytes to the standard output, through a buffer.</summary>
    public static void Write(Action<Stream> write)
    {
        using var stream = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        write(stream);
    }

    /// <summary>Writes a line to the standard error stream.</summary>
    public static void Complain(string line)
    {
        using var stream = Console.OpenStandardError();
        stream.Write(Utf8.GetBytes(line + "\n"));
    }

    /// <summary>«Найдено 3 ошибки.»</summary>
    public static string Found(int errors) =>
        $"{Russian.Verb(errors, "Найдена", "Найдено")} {Russian.Count(errors, "ошибка", "ошибки", "ошибок")}.";
}
