using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>A band of a level as the package states it; <paramref name="To"/> only checks.</summary>
public sealed record Band(string Id, string Title, double? From, double? Above, double? To);

/// <summary>
/// A named classification of the node with code <paramref name="Node"/>; <paramref name="Note"/> says where its bands depart from the
/// source.
/// </summary>
public sealed record LevelScheme(string Id, string Title, string Node, LevelBasis By, IReadOnlyList<Band> Bands, string? Note = null);
