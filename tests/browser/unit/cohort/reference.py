"""Figures of the research view as SciPy and Pingouin compute them.

Reads data sets as JSON from standard input, writes their figures as JSON: statistics.test.js compares them with
those of scripts/cohort/statistics.js.
"""

import json
import sys

import numpy as np
import pandas as pd
import pingouin
from scipy import optimize, special, stats


def plain(value):
    """JSON knows no NaN."""
    return None if value is None or not np.isfinite(value) else float(value)


def sample(values):
    described = stats.describe(values)
    return {"mean": plain(described.mean), "variance": plain(described.variance), "sd": plain(stats.tstd(values))}


def alpha(rows):
    frame = pd.DataFrame([[np.nan if value is None else value for value in row] for row in rows])
    value, _ = pingouin.cronbach_alpha(data=frame, nan_policy="listwise")
    return {"alpha": plain(value), "n": int(frame.dropna().shape[0])}


def noncentrality(t, freedom, probability):
    """The δ for which P(T ≤ t) is the probability, by bisection on SciPy's distribution function."""
    reach = 4.0
    while not (stats.nct.cdf(t, freedom, t - reach) > probability > stats.nct.cdf(t, freedom, t + reach)):
        reach *= 1.5
        assert reach < 1000
    missed = lambda delta: stats.nct.cdf(t, freedom, delta) - probability
    return optimize.brentq(missed, t - reach, t + reach, xtol=1e-14, rtol=1e-15)


def change(before, after):
    before, after = np.array(before, dtype=float), np.array(after, dtype=float)
    differences = after - before
    n = len(differences)
    t = stats.ttest_rel(after, before).statistic
    signs = np.sign(differences)
    return {
        "n": n,
        "mean": plain(differences.mean()),
        "sd": plain(stats.tstd(differences)),
        "d": plain(pingouin.compute_effsize(differences, 0, eftype="cohen")),
        "fromT": plain(t / np.sqrt(n)),
        "interval": {
            "low": plain(noncentrality(t, n - 1, 0.975) / np.sqrt(n)),
            "high": plain(noncentrality(t, n - 1, 0.025) / np.sqrt(n)),
        },
        "up": int((signs > 0).sum()),
        "same": int((signs == 0).sum()),
        "down": int((signs < 0).sum()),
    }


given = json.load(sys.stdin)
json.dump(
    {
        "samples": [sample(values) for values in given["samples"]],
        "tables": [alpha(rows) for rows in given["tables"]],
        "pairs": [change(*pair) for pair in given["pairs"]],
        "noncentral": [plain(stats.nct.cdf(*arguments)) for arguments in given["noncentral"]],
        "normal": [plain(special.ndtr(z)) for z in given["normal"]],
    },
    sys.stdout,
)
