namespace Orientir.Measurement.Cycle;

/// <summary>How leaves nobody marked stand in the chain of the cycle and in its matrix: docs/methods/cycle-break.md.</summary>
public enum CycleRule
{
    /// <summary>As in the sums of the scorer: under <c>missing: zero</c> with 0 points of their maximum.</summary>
    AsScored = 1,

    /// <summary>So in the sums; stages at which nothing is marked are passed over by the chain.</summary>
    UnassessedPassedOver = 2,

    /// <summary>Not at all: shares are of what is marked, and a break is found only where no missing mark could undo it.</summary>
    MarkedAlone = 3,
}
