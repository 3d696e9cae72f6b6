using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Web.Accounts;

/// <summary>Keys of cookie protection in the database: every node reads every node's cookies, and a restart signs nobody out.</summary>
internal sealed class KeyRing(Func<OrientirContext> open) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var context = open();
        return
        [
            .. context
                .ProtectionKeys.AsNoTracking()
                .OrderBy(key => key.Id)
                .Select(key => key.Xml)
                .AsEnumerable()
                .Select(xml => XElement.Parse(xml)),
        ];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var context = open();
        context.ProtectionKeys.Add(new ProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        context.SaveChanges();
    }
}
