using Orientir.Core;

namespace Orientir.Cli;

/// <summary>Reads files named on the command line; one that cannot be read is wrong input.</summary>
internal static class InputFile
{
    /// <summary>The bytes of the file.</summary>
    /// <exception cref="InputException">There is no such file, it is a folder, or reading is not permitted.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refused(path, "файл не найден", "проверьте имя и папку");
        }
        catch (UnauthorizedAccessException)
        {
            throw Directory.Exists(path)
                ? Refused(path, "это папка", "укажите файл")
                : Refused(path, "нет права на чтение", "попросите доступ к файлу");
        }
        catch (IOException error)
        {
            throw Refused(path, $"прочитать не удалось ({error.Message})", "проверьте файл и диск");
        }
        catch (ArgumentException)
        {
            throw Refused(path.Length == 0 ? "«»" : path, "имя файла пусто или недопустимо", "укажите файл");
        }
    }

    /// <summary>One fault without a position.</summary>
    public static InputException Refused(string place, string found, string allowed) => new([new InputError(place, found, allowed)]);
}
