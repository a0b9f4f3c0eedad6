"""What SciPy says of the samples that the tests use:

    python3 tests/compare/statistics/scipy_fixtures.py > tests/compare/statistics/scipy_fixtures.json

Needs SciPy: `pip install scipy==1.17.1`, or Debian's python3-scipy.
"""
import itertools
import json
import numpy as np
from scipy import stats

rng = np.random.default_rng(20261127)


def student():
    tails = [(0.1, 1), (0.5, 1), (2, 3.7), (10, 8), (40, 4), (0.001, 18), (3, 1000.5), (6.5, 2.3)]
    levels = [(0.05, 1), (0.05, 8), (0.001, 4), (0.01, 2.3), (1e-6, 18), (0.5, 1), (0.05 / 50, 118.2)]
    return {
        "tails": [[t, df, 2 * stats.t.sf(t, df)] for t, df in tails],
        "criticals": [[p, df, stats.t.isf(p / 2, df)] for p, df in levels],
    }


def pooled(n, m, metrics):
    """Student's intervals with a common variance, each for 0.05 / metrics."""
    a, b = rng.normal(4, 0.03, (n, metrics)), rng.normal(4.04, 0.03, (m, metrics))
    found = stats.ttest_ind(b, a, axis=0).confidence_interval(1 - 0.05 / metrics)
    return {
        "base": a.tolist(), "other": b.tolist(), "rounding": 0,
        "low": found.low.tolist(), "high": found.high.tolist(),
    }


def permuted(n, m, metrics, shift):
    """The largest |t| of Welch over every split, of the values and of their residuals; the larger bound counts."""
    common = rng.normal(0, 0.025, (n + m, 1))
    values = 4 + common + rng.normal(0, 0.02, (n + m, metrics))
    a, b = values[:n], values[n:] + shift

    def critical(x, y):
        every = np.concatenate([x, y])
        largest = []
        for chosen in itertools.combinations(range(n + m), n):
            rest = [run for run in range(n + m) if run not in chosen]
            t = stats.ttest_ind(every[rest], every[list(chosen)], axis=0, equal_var=False)
            largest.append(np.abs(t.statistic).max())
        return sorted(largest, reverse=True)[int(0.05 * len(largest))]

    bound = max(critical(a, b), critical(a - a.mean(0), b - b.mean(0)))
    error = np.sqrt(a.var(0, ddof=1) / n + b.var(0, ddof=1) / m)
    difference = b.mean(0) - a.mean(0)
    return {
        "base": a.tolist(), "other": b.tolist(), "rounding": 0,
        "low": (difference - bound * error).tolist(), "high": (difference + bound * error).tolist(),
    }


def autoregressive(n, phi, mean):
    values = [rng.normal()]
    for _ in range(n - 1):
        values.append(phi * values[-1] + np.sqrt(1 - phi**2) * rng.normal())
    return mean * np.exp(0.08 * np.array(values))


def known(series):
    n, mean = len(series), series.mean()
    d = series - mean
    r = (d[1:] * d[:-1]).sum() / (d * d).sum()
    r = np.clip(r + (1 + 3 * r) / n, 0, 0.99)
    effective = n * (1 - r) / (1 + r)
    variance = (d * d).sum() / max(1, n - (1 + r) / (1 - r))
    return mean, variance / effective, effective - 1


def seconds(n, m, phi, alpha):
    a, b = autoregressive(n, phi, 1000), autoregressive(m, phi, 1050)
    sides = []
    for series in (a, b):
        size = len(series) // 10
        batches = series[len(series) - 10 * size:].reshape(10, size).mean(1)
        by_second, by_batch = known(series), known(batches)
        share = max(by_second[1], by_batch[1]) / by_second[0] ** 2 + 0.001**2 / 12
        sides.append((by_second[0], share, min(by_second[2], by_batch[2])))
    (x, v, f), (y, w, g) = sides
    if min(f, g) < 2:
        low, high = None, None
    else:
        df = (v + w) ** 2 / (v**2 / f + w**2 / g)
        reach = stats.t.isf(alpha / 2, df) * np.sqrt(v + w)
        low, high = np.log(y / x) - reach, np.log(y / x) + reach
    return {"base": a.tolist(), "other": b.tolist(), "alpha": alpha, "low": low, "high": high}


def ranks(n, m, digits, method):
    a, b = np.round(rng.normal(0, 1, n), digits), np.round(rng.normal(0.7, 1, m), digits)
    found = stats.mannwhitneyu(a, b, alternative="two-sided", method=method)
    shift = np.median(np.subtract.outer(b, a))
    return {"a": a.tolist(), "b": b.tolist(), "u": found.statistic, "p": found.pvalue, "shift": shift}


print(json.dumps({
    "scipy": __import__("scipy").__version__,
    "student": student(),
    "runs": [pooled(2, 2, 1), pooled(3, 3, 5), pooled(2, 7, 5), permuted(5, 5, 3, 0.0),
             permuted(5, 5, 5, 0.08), permuted(4, 6, 2, 0.3), permuted(3, 5, 1, 0.05)],
    "seconds": [seconds(30, 30, 0.0, 0.01), seconds(60, 47, 0.5, 0.01), seconds(300, 300, 0.8, 0.001),
                seconds(64, 64, 0.9, 0.05)],
    "ranks": [ranks(5, 5, 9, "exact"), ranks(3, 8, 9, "exact"), ranks(20, 17, 9, "exact"),
              ranks(30, 25, 9, "asymptotic"), ranks(12, 12, 0, "asymptotic"), ranks(5, 5, 0, "asymptotic")],
}))
