using Orientir.Core;

namespace Orientir.Data;

/// <summary>Settings that do not do what whoever wrote them meant: told by the site at each start, and by the doctor.</summary>
/// <param name="setting">The value of a setting by its name.</param>
/// <param name="names">The names of the environment.</param>
public sealed class SettingWarnings(Func<string, string?> setting, IEnumerable<string> names)
{
    private const string JobsSetting = "ORIENTIR_JOBS";

    /// <summary>The settings of the process.</summary>
    public static SettingWarnings OfTheEnvironment() =>
        new(Environment.GetEnvironmentVariable, Environment.GetEnvironmentVariables().Keys.Cast<string>());

    /// <summary>Looks.</summary>
    public IReadOnlyList<Finding> Run()
    {
        var found = KnownSettings
            .Unknown(names)
            .Select(one => new Finding(
                one.Name,
                Verdict.Warning,
                "такой настройки нет, она ничего не меняет",
                one.Meant is { } meant ? $"возможно, имелась в виду {meant}" : "все имена — в руководстве, «Настройки»"
            ))
            .ToList();
        if (setting(JobsSetting) is { Length: > 0 } value and not "off")
            found.Add(
                new(
                    JobsSetting,
                    Verdict.Warning,
                    $"«{value}» — не off, сайт выполняет фоновые работы",
                    "чтобы он только показывал страницы, укажите off; иначе уберите настройку"
                )
            );
        return found;
    }
}
