namespace Orientir.Core.Office;

/// <summary>What a system has against reading or writing a file, in Russian: its own words are English and name files of ours.</summary>
public static class DiskFault
{
    /// <summary>Whether there is no room: ENOSPC, EDQUOT and the full disk of Windows.</summary>
    public static bool IsFull(Exception error) => error is IOException { HResult: 28 or 122 or unchecked((int)0x80070070) };

    /// <summary>Whether another process holds it: EWOULDBLOCK and the sharing violation of Windows.</summary>
    public static bool IsHeld(Exception error) => error is IOException { HResult: 11 or unchecked((int)0x80070020) };

    /// <summary>The reason, short.</summary>
    public static string Of(Exception error) =>
        error switch
        {
            UnauthorizedAccessException => "нет права",
            FileNotFoundException or DirectoryNotFoundException => "файл или папка исчезли",
            PathTooLongException => "имя слишком длинное",
            DriveNotFoundException => "диск не найден",
            EndOfStreamException => "файл обрывается",
            _ when IsFull(error) => "на диске не хватает места",
            // errno of Linux and macOS where they agree, then of Windows.
            _ => error.HResult switch
            {
                2 or 20 => "файл или папка исчезли",
                5 => "ошибка диска",
                13 or 1 => "нет права",
                16 or 26 => "файл занят",
                17 => "такое имя уже есть",
                21 => "это папка",
                22 => "имя недопустимо",
                24 or 23 => "открыто слишком много файлов",
                27 => "файл слишком велик",
                30 or unchecked((int)0x80070013) => "диск или папка только для чтения",
                32 => "получатель закрыл поток",
                36 or 63 => "имя слишком длинное",
                40 or 62 => "ссылки ведут по кругу",
                _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"код {error.HResult}"),
            },
        };
}
