using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Files;
using Orientir.Web.Layout;

namespace Orientir.Web.Shared;

/// <summary>
/// A page of somebody signed in. It reads through <see cref="Visible"/>; a form calls one operation by <see cref="PostAsync"/> and goes on
/// to another address, or shows why it was refused with what was entered still there.
/// </summary>
public abstract partial class SitePage : ComponentBase
{
    [Inject]
    protected Actor Actor { get; set; } = null!;

    [Inject]
    protected Visible Visible { get; set; } = null!;

    /// <summary>What reads a file that came in passes it.</summary>
    [Inject]
    protected ImportGate Imports { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>Why the last form was refused; for ErrorSummary and Field.</summary>
    protected RefusedException? Refusal { get; private set; }

    /// <summary>What is wrong with the file of the last form; for FileFaults.</summary>
    protected IReadOnlyList<InputError> FileErrors { get; private set; } = [];

    protected CancellationToken Cancel => Http.RequestAborted;

    /// <summary>Reads what the page shows, ahead of what it does for its parameters.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>
    /// Reads what the page shows, then draws it: a component as the framework starts it is drawn before it has read anything.
    /// </summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await PrepareAsync();
        OnInitialized();
        await OnInitializedAsync();
        OnParametersSet();
        await OnParametersSetAsync();
        StateHasChanged();
    }

    /// <summary>
    /// Refuses whom the declaration of the page keeps out; given the stage of its campaign, also where it is not for this stage.
    /// </summary>
    protected void RequireDeclared(CampaignState? state = null)
    {
        if (NeedsAttribute.Of(Http.GetEndpoint()!) is { Ability: { } ability } needs)
            Permissions.Require(Actor, ability, null, needs.AtAnyStage ? null : state);
    }

    /// <summary>A number of the address, which anybody may have typed; null where it is none.</summary>
    protected static int? NumberOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Runs an operation and goes to the address it gives.</summary>
    protected async Task PostAsync(Func<Task<string>> operation)
    {
        var next = "";
        if (await StayAsync(async () => next = await operation()))
            Navigation.NavigateTo(Accounts.AccountRoutes.Encoded(next));
    }

    /// <summary>Runs an operation and stays, to show what came of it; false where it was refused.</summary>
    protected async Task<bool> StayAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return true;
        }
        catch (RefusedException refused) when (refused.Kind is RefusalKind.Invalid or RefusalKind.Conflict or RefusalKind.TooMany)
        {
            Refusal = refused;
            if (refused.Wait is { } wait)
                Http.Response.Headers.RetryAfter = Failure.SecondsOf(wait);
            Http.Response.StatusCode = Failure.StatusOf(refused.Kind);
        }
        catch (DbUpdateConcurrencyException)
        {
            Refusal = RefusedException.Conflict("Пока вы работали, эти данные изменил кто-то другой. Обновите страницу и повторите.");
            Http.Response.StatusCode = Failure.StatusOf(RefusalKind.Conflict);
        }
        catch (InputException wrong)
        {
            FileErrors = wrong.Errors;
            Http.Response.StatusCode = Failure.StatusOf(RefusalKind.Invalid);
        }
        catch (FileStoreException fault)
        {
            Refusal = Logged(fault);
            Http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        return false;
    }

    /// <summary>Why a file was not kept is said beside what was entered, and to the log: it is for the administrator to mend.</summary>
    protected RefusedException Logged(FileStoreException fault)
    {
        SiteLog.FilesFail(Http.RequestServices.GetRequiredService<ILogger<SiteLog>>(), fault.ForAdministrators);
        return RefusedException.Conflict(fault.Message);
    }
}
