using Orientir.Core;
using Orientir.Core.Files;
using Orientir.Core.Office;

namespace Orientir.Cli;

/// <summary>Reads files named on the command line, «-» being the standard input; one that cannot be read is wrong input.</summary>
internal static class InputFile
{
    private const string StandardInput = "-";
    private static int standardInputs;

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="InputException">There is no such file, it is a folder or a device, or reading is not permitted.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            if (path == StandardInput)
                return ReadStandardInput();
            // It may never end. A pipe ends: that is how a shell gives what another command writes.
            if (SpecialFile.WordOf(path) == "устройство")
                throw Refused(path, "это устройство, а не файл", "укажите файл или «-», стандартный ввод");
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
            throw Refused(path, $"прочитать не удалось: {DiskFault.Of(error)}", "проверьте файл и диск");
        }
        catch (ArgumentException)
        {
            throw Refused(path.Length == 0 ? "«»" : path, "имя файла пусто или недопустимо", "укажите файл");
        }
    }

    /// <summary>One fault without a position.</summary>
    public static InputException Refused(string place, string found, string allowed) => new([new InputError(place, found, allowed)]);

    private static byte[] ReadStandardInput()
    {
        if (Interlocked.Increment(ref standardInputs) > 1)
            throw Refused(StandardInput, "стандартный ввод указан дважды", "один из файлов назовите по имени");
        using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }
}
