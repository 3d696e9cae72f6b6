using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;

namespace Orientir.Web.Layout;

/// <summary>What is said when a request cannot be answered: what happened and what to do now. To scripts as JSON.</summary>
internal static class Failure
{
    public static async Task AnswerAsync(HttpContext http)
    {
        // The services of the request may have begun a page; the answer is another one and starts anew.
        var (services, signedIn) = (http.RequestServices, http.RequestServices.GetRequiredService<SignedIn>());
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        scope.ServiceProvider.GetRequiredService<SignedIn>().Take(signedIn);
        try
        {
            await AnswerAsync(http, http.Features.Get<IExceptionHandlerFeature>()?.Error);
        }
        finally
        {
            http.RequestServices = services;
        }
    }

    private static Task AnswerAsync(HttpContext http, Exception? error)
    {
        if (error is RefusedException refused) return WriteAsync(http, StatusOf(refused.Kind), null, refused.Message);
        if (error is BadHttpRequestException { StatusCode: var status }) return WriteAsync(http, status, null, null);
        if (error is AntiforgeryValidationException) return WriteAsync(http, 400, null, null);
        if (error is DbUpdateConcurrencyException)
            return WriteAsync(http, 409, null, "Пока вы работали, эти данные изменил кто-то другой. Вернитесь, обновите страницу и повторите.");
        return WriteAsync(http, 500, null, null);
    }

    /// <summary>A form without its token: said in words, where the framework says nothing.</summary>
    public static Task RefuseForgedAsync(HttpContext http, RequestDelegate next) =>
        http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } ? WriteAsync(http, 400, null, null) : next(http);

    public static Task DescribeAsync(StatusCodeContext context) => WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode, null, null);

    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => 404,
        RefusalKind.Forbidden => 403,
        RefusalKind.Conflict => 409,
        _ => 422,
    };

    private static Task WriteAsync(HttpContext http, int status, string? title, string? message)
    {
        var (said, what) = status switch
        {
            400 => ("Страница устарела", "Вернитесь назад, обновите страницу и отправьте форму ещё раз. Введённое сохранится, если браузер его запомнил."),
            403 => ("Нет доступа", "Вашей роли эта страница недоступна. Если она нужна для работы, обратитесь к оператору региона."),
            404 => ("Страница не найдена", "Проверьте адрес или начните с главной страницы."),
            405 => ("Так эту страницу открыть нельзя", "Начните с главной страницы."),
            409 => ("Данные изменились", "Обновите страницу и повторите."),
            413 => ("Файл слишком большой", "Выберите файл меньшего размера или дайте ссылку на него."),
            422 => ("Проверьте введённое", "Вернитесь назад и исправьте отмеченное."),
            429 => ("Слишком много попыток", "Подождите минуту и повторите."),
            503 => ("Сайт пока недоступен", "Подождите минуту и обновите страницу."),
            >= 500 => ("Что-то сломалось у нас", "Сохранённое не пропало. Подождите минуту и обновите страницу; если не помогло, напишите администратору, что и когда вы делали."),
            _ => ("Запрос не выполнен", "Вернитесь назад и повторите."),
        };
        http.Response.StatusCode = status;
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) && http.Request.Headers.Accept.Count > 0
            && http.Request.Headers.Accept.ToString() != "*/*")
            return http.Response.WriteAsJsonAsync(new { title = title ?? said, message = message ?? what }, http.RequestAborted);
        return new RazorComponentResult<FailurePage>(new { Heading = title ?? said, Message = message ?? what }) { StatusCode = status, PreventStreamingRendering = true }
            .ExecuteAsync(http);
    }
}
