namespace Orientir.Core.Files;

/// <summary>The store of files can't do its work now: a matter for whoever runs the installation, told to people in Russian.</summary>
/// <param name="message">What happened and what to do now.</param>
/// <param name="fault">What the system said.</param>
public sealed class FileStoreException(string message, Exception? fault = null) : Exception(message, fault)
{
    /// <summary>A file that a row tells of and the store has not.</summary>
    public static FileStoreException Missing(string name, string hash, string place) =>
        new(
            $"Запись о файле «{name}» есть, а самого файла в хранилище нет ({place}, {hash[..Math.Min(12, hash.Length)]}…). "
                + "Сообщите об этом администратору: файл возвращается из резервной копии. Остальные данные целы."
        )
        {
            IsMissing = true,
        };

    /// <summary>Whether a file is missing; otherwise the store can't be read or written.</summary>
    public bool IsMissing { get; private init; }
}
