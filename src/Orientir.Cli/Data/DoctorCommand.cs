using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orientir.Data;

namespace Orientir.Cli.Data;

/// <summary>doctor [--format text|json]</summary>
internal sealed class DoctorCommand : Verb
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] Formats = ["text", "json"];

    private readonly Option<string?> _format = Optional("--format", "ВИД", "text (по умолчанию) или json.");

    public DoctorCommand()
        : base(
            "doctor",
            "Проверить настройки сайта и место, где он работает: базу, файлы, почту, часы, адрес. Код 1, если что-то не работает.",
            "doctor",
            "doctor --format json"
        ) => Add(_format);

    public override void Run(ParseResult parse)
    {
        var format = parse.GetValue(_format) ?? Formats[0];
        if (!Formats.Contains(format, StringComparer.Ordinal))
            throw InputFile.Refused(_format.Name, $"«{format}»", $"допустимо: {string.Join(", ", Formats)}");
        var findings = new ExaminePlace(
            Environment.GetEnvironmentVariable,
            Environment.GetEnvironmentVariables().Keys.Cast<string>(),
            TimeProvider.System
        )
            .RunAsync(Tool.Interruption)
            .GetAwaiter()
            .GetResult();
        var isWell = findings.All(one => one.Verdict != Verdict.Wrong);
        if (format == "json")
            Terminal.Write(
                JsonSerializer.Serialize(
                    new
                    {
                        ok = isWell,
                        findings = findings.Select(one => new
                        {
                            subject = one.Subject,
                            verdict = one.Verdict.ToString().ToLowerInvariant(),
                            text = one.Text,
                            remedy = one.Remedy,
                        }),
                    },
                    Json
                ) + "\n"
            );
        else
            foreach (var one in findings)
                Terminal.Write($"{one}\n");
        if (!isWell)
            throw new NotWellException();
    }
}
