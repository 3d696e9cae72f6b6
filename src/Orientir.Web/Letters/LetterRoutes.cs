using Orientir.Core.Accounts;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
using Orientir.Core.Submissions;

namespace Orientir.Web.Letters;

/// <summary>What sends letters, by the settings of the site.</summary>
internal static partial class LetterRoutes
{
    public const string Address = "/letters";

    public static void AddLetters(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var configuration = provider.GetRequiredService<IConfiguration>();
            return MailSettings.Read(name => configuration[name]);
        });
        services.AddSingleton<LetterCause, InvitationLetters>();
        services.AddSingleton<LetterCause, RoleLetters>();
        services.AddSingleton<LetterCause, LateReminders>();
        services.AddSingleton<JobKind, LettersJob>();
    }

    /// <summary>Says at start what is wrong with the settings: letters are printed until it is mended.</summary>
    public static void TellOfMail(this WebApplication site)
    {
        var log = site.Services.GetRequiredService<ILogger<MailSettings>>();
        foreach (var fault in site.Services.GetRequiredService<MailSettings>().Faults)
            Wrong(log, $"{fault}");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "письма не отправляются, почта настроена неверно: {Fault}")]
    private static partial void Wrong(ILogger log, string fault);
}
