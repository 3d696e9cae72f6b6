using Orientir.Core.Accounts;

namespace Orientir.Core.Letters;

/// <summary>What an actor sees of letters.</summary>
public static class VisibleLetters
{
    extension(Visible visible)
    {
        /// <summary>Letters for who manages accounts: of the region at hand, outside regions those of the installation.</summary>
        public IQueryable<Letter> Letters =>
            visible.Context.Letters.Where(row => Permissions.Allows(visible.Actor, Ability.ManageAccounts));
    }
}
