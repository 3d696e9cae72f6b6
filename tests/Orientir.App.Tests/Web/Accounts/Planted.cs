namespace Orientir.App.Tests.Web.Accounts;

/// <summary>Something planted: what it is, and who may see it.</summary>
internal sealed record Planted(string What, Func<PlantedViewer, bool> IsFor);
