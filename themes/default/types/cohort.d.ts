/** The class: `scripts/cohort/` fills `Standpoint.cohort`. Not shipped. */

interface StandpointGlobal {
  cohort: Cohort.Api;
}

declare namespace Cohort {
  // ── statistics.js ─────────────────────────────────────────────────────────────────────────────────────────────

  interface Interval {
    low: number;
    high: number;
  }
  interface Change {
    n: number;
    mean: number | null;
    sd: number | null;
    /** Cohen's d_z; null where the differences are all alike. */
    d: number | null;
    interval: Interval | null;
    up: number;
    same: number;
    down: number;
  }
  interface Statistics {
    mean(values: number[]): number | null;
    variance(values: number[]): number | null;
    standardDeviation(values: number[]): number | null;
    /** `n` are those who answered all. */
    cronbachAlpha(rows: (number | null)[][]): { alpha: number | null; n: number; items: number };
    change(before: number[], after: number[], confidence?: number): Change;
    effectInterval(d: number, n: number, confidence?: number): Interval;
    noncentralT(t: number, freedom: number, delta: number): number;
    normal(z: number): number;
  }

  interface Api {
    statistics: Statistics;
  }
}
