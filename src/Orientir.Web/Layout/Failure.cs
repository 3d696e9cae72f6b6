using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Files;
using Orientir.Core.Results;
using Orientir.Web.Accounts;
using Orientir.Web.Shared;

namespace Orientir.Web.Layout;

/// <summary>What is said when a request cannot be answered: what happened and what to do now. To scripts as JSON.</summary>
internal static class Failure
{
    private const string RetryAfterSeconds = "15";

    public static Task AnswerAsync(HttpContext http) =>
        AnewAsync(http, () => AnswerAsync(http, http.Features.Get<IExceptionHandlerFeature>()?.Error));

    // The services of the request may have begun a page; the answer is another one and starts anew.
    private static async Task AnewAsync(HttpContext http, Func<Task> answer)
    {
        var (services, signedIn) = (http.RequestServices, http.RequestServices.GetRequiredService<SignedIn>());
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        scope.ServiceProvider.GetRequiredService<SignedIn>().Take(signedIn);
        scope.ServiceProvider.GetRequiredService<OrientirContext>().RegionId = signedIn.Actor?.RegionId;
        try
        {
            await answer();
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads it any more.
        }
        finally
        {
            http.RequestServices = services;
        }
    }

    private static Task AnswerAsync(HttpContext http, Exception? error)
    {
        if (error is RefusedException { Wait: { } wait })
            http.Response.Headers.RetryAfter = SecondsOf(wait);
        if (error is RefusedException refused)
            return WriteAsync(http, StatusOf(refused.Kind), null, refused.Message);
        if (error is FileStoreException files)
        {
            SiteLog.FilesFail(http.RequestServices.GetRequiredService<ILogger<SiteLog>>(), files.ForAdministrators);
            if (files.Fault is null)
                http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return WriteAsync(
                http,
                files.Fault switch
                {
                    FileFault.Missing => 404,
                    FileFault.Damaged => 500,
                    _ => 503,
                },
                files.Fault switch
                {
                    FileFault.Missing => "Файла нет в хранилище",
                    FileFault.Damaged => "Файл повреждён",
                    _ => "Хранилище файлов не работает",
                },
                files.Message
            );
        }
        if (error is DamagedRunException run)
            return WriteAsync(http, 500, "Итоги расчёта прочесть нельзя", run.Message);
        if (error is BadHttpRequestException { StatusCode: var status })
            return WriteAsync(http, status, null, null);
        if (error is AntiforgeryValidationException && StoreTrouble.Of(http, error) is null)
            return TellOutdatedAsync(http);
        if (error is DbUpdateConcurrencyException)
            return WriteAsync(
                http,
                409,
                null,
                "Пока вы работали, эти данные изменил кто-то другой. Вернитесь, обновите страницу и повторите."
            );
        return FailAsync(http, error);
    }

    /// <summary>What nobody who asked is at fault for. What they typed is shown, so that it can be sent again.</summary>
    private static async Task FailAsync(HttpContext http, Exception? error)
    {
        var typed = await TypedAsync(http);
        if (StoreTrouble.Of(http, error) is not { } fault)
        {
            await WriteAsync(http, 500, null, null, typed);
            return;
        }
        http.RequestServices.GetRequiredService<StoreTrouble>().Tell(fault);
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        await WriteAsync(
            http,
            503,
            "База данных сайта пока недоступна",
            HttpMethods.IsGet(http.Request.Method)
                ? "Сохранённое не пропало. Подождите минуту и обновите страницу."
                : "Отправленное сейчас не сохранено, сохранённое раньше не пропало. Подождите минуту и отправьте ещё раз.",
            typed
        );
    }

    /// <summary>What a form carried, read now where nobody has read it; null where there is none.</summary>
    private static async Task<IReadOnlyList<string>?> TypedAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            return null;
        try
        {
            return Typed(await http.Request.ReadFormAsync(http.RequestAborted)) is var typed && typed.Any() ? [.. typed] : null;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or BadHttpRequestException or InvalidOperationException)
        {
            // What broke off or is no form has nothing to show.
            return null;
        }
    }

    /// <summary>
    /// A form without its token, or one its page has no more since the stage or a right changed: the framework answers with nothing, here
    /// it is said in words, and what was entered is shown to be kept.
    /// </summary>
    public static async Task DescribeFormsAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false, Error: var error })
        {
            // Nothing is wrong with a token that can't be read for want of its key.
            if (error is not null && StoreTrouble.Of(http, error) is not null)
                ExceptionDispatchInfo.Throw(error);
            // A page of sign-in left open in another window has the token of nobody: it says itself who is signed in.
            if (
                http.Request.Path == AccountRoutes.SignInAddress
                && http.User.Identity is { IsAuthenticated: true }
                && error is { InnerException: null }
                && http.Request.Form.ContainsKey("__RequestVerificationToken")
            )
            {
                http.Response.Redirect(http.Request.Path + http.Request.QueryString);
                return;
            }
            // Too large a form is not read, so that its token is not found.
            if (error?.InnerException is BadHttpRequestException { StatusCode: var status })
                await WriteAsync(http, status, null, null);
            else
                await TellOutdatedAsync(http);
            return;
        }
        await next(http);
        if (
            http.Response is not { StatusCode: 400, HasStarted: false }
            || !http.Request.HasFormContentType
            || http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null
        )
            return;
        http.Response.Clear();
        await AnewAsync(
            http,
            () =>
                WriteAsync(
                    http,
                    409,
                    "Форма больше не действует",
                    "Ничего не сохранено: пока страница была открыта, сменился этап или изменились ваши права. Откройте её заново: "
                        + "она покажет, что можно сделать сейчас.",
                    [.. Typed(http.Request.Form)]
                )
        );
    }

    // Of a form without a token, or with that of a session gone.
    private static Task TellOutdatedAsync(HttpContext http) =>
        WriteAsync(
            http,
            400,
            "Страница устарела",
            "Вернитесь назад, обновите страницу и отправьте форму ещё раз. Введённое сохранится, если браузер его запомнил."
        );

    public static Task DescribeAsync(StatusCodeContext context) =>
        WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode, null, null);

    public static int StatusOf(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.NotFound => 404,
            RefusalKind.Forbidden => 403,
            RefusalKind.Conflict => 409,
            RefusalKind.TooMany => 429,
            _ => 422,
        };

    /// <summary>A wait as the header Retry-After has it.</summary>
    public static string SecondsOf(TimeSpan wait) =>
        ((int)Math.Ceiling(Math.Max(1, wait.TotalSeconds))).ToString(CultureInfo.InvariantCulture);

    // What people typed, as against what the form carried: texts and addresses; no passwords, and nothing that was there before.
    private static IEnumerable<string> Typed(IFormCollection form) =>
        form.Where(field =>
                field.Key is not "Current"
                && !field.Key.Contains("Password", StringComparison.Ordinal)
                && !field.Key.StartsWith("old/", StringComparison.Ordinal)
            )
            .SelectMany(field =>
                field
                    .Value.OfType<string>()
                    .Where(value => !field.Key.StartsWith("new/", StringComparison.Ordinal) || value != form["old/" + field.Key[4..]])
            )
            .Where(value =>
                value.Any(letter => char.IsWhiteSpace(letter) || !char.IsAscii(letter)) || value.Contains("://", StringComparison.Ordinal)
            )
            .Distinct(StringComparer.Ordinal);

    private static Task WriteAsync(HttpContext http, int status, string? title, string? message, IReadOnlyList<string>? typed = null)
    {
        var (said, what) = status switch
        {
            400 => (
                "Отправленное не читается",
                "Сайт не смог прочесть запрос: он повреждён или оборвался в пути. Ничего не сохранено. Обновите страницу и повторите."
            ),
            403 => ("Нет доступа", "Вашей роли эта страница недоступна. Если она нужна для работы, обратитесь к оператору региона."),
            404 => ("Страница не найдена", "Проверьте адрес или начните с главной страницы."),
            405 => ("Так эту страницу открыть нельзя", "Начните с главной страницы."),
            408 => (
                "Отправленное не дошло",
                "Связь слишком медленная или прервалась. Вернитесь назад и отправьте ещё раз, длинный текст по частям."
            ),
            409 => ("Данные изменились", "Обновите страницу и повторите."),
            413 => (
                "Слишком большой файл или текст",
                "Выберите файл меньшего размера или дайте ссылку на него; длинный текст отправьте по частям."
            ),
            422 => ("Проверьте введённое", "Вернитесь назад и исправьте отмеченное."),
            429 => ("Слишком много попыток", "Подождите минуту и повторите."),
            503 => ("Сайт пока недоступен", "Подождите минуту и обновите страницу."),
            >= 500 => (
                "Что-то сломалось у нас",
                "Сохранённое не пропало. Подождите минуту и обновите страницу; если не помогло, напишите администратору, что и когда "
                    + "вы делали."
            ),
            _ => ("Запрос не выполнен", "Вернитесь назад и повторите."),
        };
        http.Response.StatusCode = status;
        if (
            !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            && http.Request.Headers.Accept.Count > 0
            && http.Request.Headers.Accept.ToString() != "*/*"
        )
            return http.Response.WriteAsJsonAsync(new { title = title ?? said, message = message ?? what }, http.RequestAborted);
        var shown = new
        {
            Heading = title ?? said,
            Message = message ?? what,
            Typed = typed ?? [],
            Again = typed is null ? null : http.Request.Path + http.Request.QueryString,
        };
        var page = new RazorComponentResult<FailurePage>(shown) { StatusCode = status, PreventStreamingRendering = true };
        return http.RequestServices.GetRequiredService<PageTurns>().DrawAsync(http, page.ExecuteAsync);
    }
}
