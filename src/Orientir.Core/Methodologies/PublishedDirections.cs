namespace Orientir.Core.Methodologies;

/// <summary>The directions of every published methodology of the region at hand, each once.</summary>
internal static class PublishedDirections
{
    /// <summary>Reads them, of the oldest edition first.</summary>
    public static async Task<IReadOnlyList<Node>> OfAsync(OrientirContext context, CancellationToken cancel) =>
        [
            .. (
                await KeptMethodologies.ReadAllAsync(
                    context.Methodologies.Where(row => row.PublishedAt != null).OrderBy(row => row.Id),
                    cancel
                )
            )
                .Values.SelectMany(methodology => methodology.Tree.Directions)
                .DistinctBy(node => node.Uid),
        ];
}
