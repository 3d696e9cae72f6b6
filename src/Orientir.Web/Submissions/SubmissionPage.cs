using Microsoft.AspNetCore.Components;
using Orientir.Core.Files;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using Orientir.Web.Layout;
using Orientir.Web.Shared;

namespace Orientir.Web.Submissions;

public abstract class SubmissionPage : SitePage
{
    [Parameter]
    public int Id { get; set; }

    [Inject]
    protected OrientirContext Context { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    protected EvidenceRoom Room { get; set; } = null!;

    [Inject]
    protected IFileStore FileStore { get; set; } = null!;

    /// <summary>The form as it is now.</summary>
    protected SubmissionForm Form { get; private set; } = null!;

    protected string Address => Links.Submissions.Form(Id);

    protected (string Title, string Address)[] Crumbs =>
        [("Мониторинги", "/campaigns"), (Form.Campaign.Title, Links.Campaigns.Home(Form.Campaign.Id)), (Form.Subject.Name, Address)];

    protected override Task PrepareAsync() => LoadAsync();

    protected async Task LoadAsync()
    {
        Context.ChangeTracker.Clear();
        Form = await new ReadSubmission(Context, Time).RunAsync(Actor, Id, Cancel);
    }

    /// <summary>
    /// Whether this request posts the form of a name: it must be on the page to be taken, even where it is not offered any more.
    /// </summary>
    protected bool IsPosted(string form) => HttpMethods.IsPost(Http.Request.Method) && Http.Request.Form["_handler"] == form;

    protected static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    protected string DirectionAddress(string uid) => Links.Submissions.Direction(Id, uid);

    /// <summary>The address of the place of evidence or an answer.</summary>
    protected string AddressOf(Node direction, Node? leaf, string query = "") =>
        $"{DirectionAddress(direction.Uid)}{query}#"
        + (leaf is null && direction.Scale is null ? "whole" : Links.Submissions.AnchorOf((leaf ?? direction).Uid));
}
