namespace Orientir.Core.Office;

/// <summary>
/// What stands behind a cell of a table, by keys of the area that made the table; where it is shown the reader of the table knows.
/// </summary>
public abstract record CellTarget;
