using Orientir.Core.Accounts;

namespace Orientir.Web.Shared;

/// <summary>
/// What an address takes, said where it stands: on its page or on the handler that was mapped. With names of forms it says what these
/// forms of the page take («*» for a key); without an ability it takes somebody signed in, or, beside AllowAnonymous, nobody at all.
/// docs/permissions.md and the tests of rights are made of it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class NeedsAttribute : Attribute
{
    public NeedsAttribute(params string[] forms) => Forms = forms;

    public NeedsAttribute(Ability ability, params string[] forms) => (Ability, Forms) = (ability, forms);

    public Ability? Ability { get; }

    public IReadOnlyList<string> Forms { get; }

    /// <summary>Of a page with several addresses the one this is said of; null for all others.</summary>
    public string? At { get; set; }

    /// <summary>Whether it is shown at other stages of the campaign too, with why it cannot be done now.</summary>
    public bool AtAnyStage { get; set; }

    /// <summary>What opens an address; null where it says nothing.</summary>
    public static NeedsAttribute? Of(Endpoint endpoint)
    {
        var address = "/" + (endpoint as RouteEndpoint)?.RoutePattern.RawText?.Trim('/');
        var said = endpoint.Metadata.GetOrderedMetadata<NeedsAttribute>().Where(one => one.Forms.Count == 0).ToList();
        return said.Find(one => one.At == address) ?? said.Find(one => one.At is null);
    }
}
