using Microsoft.AspNetCore.Components;
using Orientir.Core.Office;
using Orientir.Core.Results;

namespace Orientir.Web.Shared;

/// <summary>The text of a cell, as a link where something stands behind it.</summary>
internal static class CellContent
{
    /// <summary>Draws it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="address">Where it leads; null for nowhere.</param>
    /// <param name="anchor">What leads to it within the page; null for nothing.</param>
    public static RenderFragment Of(DisplayCell cell, string? address, string? anchor = null) =>
        builder =>
        {
            if (address is null && anchor is null)
            {
                builder.AddContent(0, cell.Text);
                return;
            }
            builder.OpenElement(1, address is null ? "span" : "a");
            builder.AddAttribute(2, "id", anchor);
            builder.AddAttribute(3, "href", address);
            builder.AddContent(4, cell.Text);
            builder.CloseElement();
        };

    /// <summary>The class that shades a cell by its share; null where it has none.</summary>
    public static string? ClassOf(DisplayCell cell) =>
        cell.Share is { } share ? $"heat-{Palette.HeatStep(share)}{(cell.Marked ? " marked" : "")}"
        : cell.Text is Russian.NoData or ResultWords.NotMarked or ResultWords.NotApplicable ? "no-data"
        : null;
}
