// The figures of the research view. Each says where it comes from; tests/browser/unit/cohort/statistics.test.js
// compares all of them with SciPy and Pingouin. Nothing here rounds, and nothing tests a hypothesis.
(() => {
  "use strict";
  const cohort = ((globalThis.Standpoint ??= /** @type {any} */ ({})).cohort ??= /** @type {any} */ ({}));

  /** @param {number[]} values */
  const sum = (values) => values.reduce((total, value) => total + value, 0);

  /** The arithmetic mean; null of nothing. @type {Cohort.Statistics["mean"]} */
  const mean = (values) => (values.length ? sum(values) / values.length : null);

  /**
   * The variance of a sample: squared distances from the mean by n − 1, in two passes.
   *
   * NIST/SEMATECH (2012). *e-Handbook of Statistical Methods*, 1.3.5.6, Measures of scale.
   * @type {Cohort.Statistics["variance"]}
   */
  function variance(values) {
    const middle = mean(values);
    if (middle === null || values.length < 2) return null;
    return sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
  }

  /** The standard deviation of a sample, the root of its variance. @type {Cohort.Statistics["standardDeviation"]} */
  function standardDeviation(values) {
    const squared = variance(values);
    return squared === null ? null : Math.sqrt(squared);
  }

  /**
   * Cronbach’s alpha: k / (k − 1) · (1 − Σ item variances / variance of the sums), of those who answered every item
   * (listwise). One row a person; null where there is no answer.
   *
   * Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. *Psychometrika, 16*, 297–334.
   * @type {Cohort.Statistics["cronbachAlpha"]}
   */
  function cronbachAlpha(rows) {
    const items = rows[0]?.length ?? 0;
    const complete = /** @type {number[][]} */ (rows.filter((row) => row.every((value) => value !== null)));
    const n = complete.length;
    const whole = variance(complete.map(sum));
    if (items < 2 || !whole) return { alpha: null, n, items };
    const parts = Array.from({ length: items }, (_, item) => variance(complete.map((row) => row[item])) ?? 0);
    return { alpha: (items / (items - 1)) * (1 - sum(parts) / whole), n, items };
  }

  // ── Before and after ──────────────────────────────────────────────────────────────────────────────────────────

  /**
   * What changed between two answers of the same people: differences are after − before. The standardised mean
   * difference is Cohen’s d_z, the mean of the differences by their own standard deviation. It tells how alike the
   * differences are, and cannot stand beside a d of two groups, or d_av.
   *
   * Cohen, J. (1988). *Statistical power analysis for the behavioral sciences* (2nd ed.), 2.3.5. Erlbaum.
   * Lakens, D. (2013). Calculating and reporting effect sizes to facilitate cumulative science. *Frontiers in
   * Psychology, 4*, 863.
   * @type {Cohort.Statistics["change"]}
   */
  function change(before, after, confidence = 0.95) {
    const differences = after.map((value, index) => value - before[index]);
    const counted = (/** @type {(difference: number) => boolean} */ test) => differences.filter(test).length;
    const difference = mean(differences);
    const sd = standardDeviation(differences);
    // Differences that are alike have no spread to be measured by; what rounding leaves of it is none.
    const spread = sd !== null && sd > 1e-12 * Math.max(...differences.map(Math.abs));
    const d = spread && difference !== null ? difference / sd : null;
    return {
      ...{ n: differences.length, mean: difference, sd, d },
      interval: d === null ? null : effectInterval(d, differences.length, confidence),
      up: counted((one) => one > 0),
      same: counted((one) => one === 0),
      down: counted((one) => one < 0),
    };
  }

  /**
   * The confidence interval of d_z through the noncentral t distribution: the two noncentralities δ for which the
   * observed t = d_z · √n is the upper or the lower (1 − confidence) / 2 quantile with n − 1 degrees of freedom, by √n.
   * Exact if differences are normally distributed, which differences of points on a scale are not.
   *
   * Steiger, J. H., & Fouladi, R. T. (1997). Noncentrality interval estimation and the evaluation of statistical
   * models. In L. L. Harlow, S. A. Mulaik & J. H. Steiger (Eds.), *What if there were no significance tests?* Erlbaum.
   * Cumming, G., & Finch, S. (2001). A primer on the understanding, use, and calculation of confidence intervals that
   * are based on central and noncentral distributions. *Educational and Psychological Measurement, 61*, 532–574.
   * @type {Cohort.Statistics["effectInterval"]}
   */
  function effectInterval(d, n, confidence = 0.95) {
    const tail = (1 - confidence) / 2;
    const t = d * Math.sqrt(n);
    const limit = (/** @type {number} */ probability) => noncentrality(t, n - 1, probability) / Math.sqrt(n);
    return { low: limit(1 - tail), high: limit(tail) };
  }

  /**
   * The noncentrality for which P(T ≤ t) has a probability: Newton’s method, kept within what is known by halving.
   * @param {number} t @param {number} freedom @param {number} probability
   */
  function noncentrality(t, freedom, probability) {
    let reach = 4 + 4 * Math.abs(t) / Math.sqrt(freedom);
    while (noncentralT(t, freedom, t - reach) < probability || noncentralT(t, freedom, t + reach) > probability) reach *= 2;
    let [low, high] = [t - reach, t + reach];
    let delta = t;
    for (let turn = 0; turn < 200 && high - low > 1e-13 * Math.max(1, Math.abs(delta)); turn++) {
      const { below, slope } = noncentralParts(t, freedom, delta);
      if (below > probability) low = delta;
      else high = delta;
      const next = delta + (below - probability) / slope;
      const inside = next > low && next < high;
      const step = Math.abs(next - delta);
      delta = inside ? next : (low + high) / 2;
      if (inside && step < 1e-13 * Math.max(1, Math.abs(delta))) break;
    }
    return delta;
  }

  /**
   * P(T ≤ t) for the noncentral t distribution, T = (Z + δ) / S with a standard normal Z and S² a χ² by its degrees of
   * freedom: the mean of Φ(t·s − δ) over the density of S, by Gauss–Legendre quadrature.
   *
   * Johnson, N. L., Kotz, S., & Balakrishnan, N. (1995). *Continuous univariate distributions* (2nd ed., Vol. 2),
   * chapter 31. Wiley.
   * @type {Cohort.Statistics["noncentralT"]}
   */
  const noncentralT = (t, freedom, delta) => noncentralParts(t, freedom, delta).below;

  /** `slope` is how fast it falls with δ. @param {number} t @param {number} freedom @param {number} delta */
  function noncentralParts(t, freedom, delta) {
    /** The logarithm of the density of S, but for a constant: 0 at s = 1. @param {number} s */
    const density = (s) => (freedom - 1) * Math.log(s) - (freedom * (s * s - 1)) / 2;
    const width = 1 / Math.sqrt(2 * freedom);
    const top = density(Math.sqrt(Math.max(freedom - 1, 1e-9) / freedom));
    let high = 1;
    while (density(high) > top - 45) high += width;
    let low = 1;
    while (low > 0 && density(low) > top - 45) low -= width;
    low = Math.max(low, 0);
    // Where Φ is steep against the density it needs a finer net.
    const panels = Math.min(2000, Math.ceil(((high - low) / width / 2) * Math.max(1, Math.abs(t) * width)));
    const half = (high - low) / panels / 2;
    let [all, below, slope] = [0, 0, 0];
    for (let panel = 0; panel < panels; panel++) {
      const middle = low + (2 * panel + 1) * half;
      for (const [x, weight] of legendre) {
        const s = middle + x * half;
        const mass = weight * Math.exp(density(s) - top);
        const z = t * s - delta;
        all += mass;
        below += mass * normal(z);
        slope += mass * Math.exp((-z * z) / 2);
      }
    }
    return { below: below / all, slope: slope / all / Math.sqrt(2 * Math.PI) };
  }

  /**
   * Φ, the probability that a standard normal value is below z: ½ + φ(z) · (z + z³/3 + z⁵/(3·5) + …).
   *
   * Marsaglia, G. (2004). Evaluating the normal distribution. *Journal of Statistical Software, 11*(4), 1–7.
   * @type {Cohort.Statistics["normal"]}
   */
  function normal(z) {
    if (Math.abs(z) > 8.5) return z > 0 ? 1 : 0;
    let [total, term] = [z, z];
    for (let n = 3; Math.abs(term) > 1e-18 * Math.abs(total); n += 2) total += term *= (z * z) / n;
    return Math.min(1, Math.max(0, 0.5 + (total * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)));
  }

  /**
   * Points and weights of the quadrature on [−1, 1]: the zeros of the Legendre polynomial, by Newton’s method.
   *
   * Abramowitz, M., & Stegun, I. A. (1964). *Handbook of mathematical functions*, 25.4.29. National Bureau of Standards.
   * @param {number} order @returns {[number, number][]}
   */
  function gaussLegendre(order) {
    return Array.from({ length: order }, (_, index) => {
      let x = Math.cos((Math.PI * (index + 0.75)) / (order + 0.5));
      let slope = 1;
      for (let turn = 0; turn < 8; turn++) {
        let [before, here] = [1, x];
        for (let n = 2; n <= order; n++) [before, here] = [here, ((2 * n - 1) * x * here - (n - 1) * before) / n];
        slope = (order * (x * here - before)) / (x * x - 1);
        x -= here / slope;
      }
      return [x, 2 / ((1 - x * x) * slope * slope)];
    });
  }
  const legendre = gaussLegendre(20);

  cohort.statistics = { mean, variance, standardDeviation, cronbachAlpha, change, effectInterval, noncentralT, normal };
})();
