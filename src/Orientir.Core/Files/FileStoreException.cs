namespace Orientir.Core.Files;

/// <summary>
/// The store of files can't do its work now, or a file in it is lost: a matter for whoever runs the installation. The message is for
/// everybody; where the store is and what the system said is for administrators and the log.
/// </summary>
/// <param name="message">Russian: what happened and what to do now.</param>
/// <param name="detail">Where, and what was found there.</param>
/// <param name="fault">What the system said.</param>
public sealed class FileStoreException(string message, string detail, Exception? fault = null) : Exception(message, fault)
{
    private const string Restored = "Сообщите об этом администратору: файл возвращается из резервной копии. Остальные данные целы.";

    /// <summary>What is wrong with the one file that was asked for; null where the store itself can't be read or written.</summary>
    public FileFault? Fault { get; private init; }

    /// <summary>The message with the place of the store: never for a page that others than administrators see.</summary>
    public string ForAdministrators => $"{Message} ({detail})";

    /// <summary>A file that a row tells of and the store has not.</summary>
    public static FileStoreException Missing(string name, string hash, string place) =>
        new($"Запись о файле «{name}» есть, а самого файла в хранилище нет. {Restored}", DetailOf(hash, place))
        {
            Fault = FileFault.Missing,
        };

    /// <summary>A file whose bytes are others than were kept.</summary>
    public static FileStoreException Damaged(string name, string hash, string place) =>
        new($"Файл «{name}» в хранилище повреждён: его содержимое не то, что было сохранено. {Restored}", DetailOf(hash, place))
        {
            Fault = FileFault.Damaged,
        };

    private static string DetailOf(string hash, string place) => $"{place}, {hash[..Math.Min(12, hash.Length)]}…";

    /// <inheritdoc/>
    public override string ToString() => $"{base.ToString()}\n{detail}";
}
