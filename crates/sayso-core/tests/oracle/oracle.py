"""Numbers for sayso-core's statistics by independent implementations; see README.md."""

import itertools
import json
import math
import platform
import sys

import numpy
import pandas
import scipy
import statsmodels
import statsmodels.api
from scipy import special, stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest
from statsmodels.stats.weightstats import DescrStatsW

LEVELS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]
PROPORTIONS = [(0, 1), (1, 1), (1, 2), (0, 25), (25, 25), (3, 10), (81, 263), (199, 200), (123_456, 1_000_000), (7, 10**12)]
PAIRS = [((56, 70), (48, 80)), ((0, 10), (0, 20)), ((10, 10), (0, 20)), ((1, 3), (2, 3)), ((5, 83), (12, 99)),
         ((400_000, 1_000_000), (401_000, 1_000_000))]


def intervals():
    for level, (x, n) in itertools.product(LEVELS, PROPORTIONS):
        wilson = proportion_confint(x, n, 1 - level, "wilson")
        coull = proportion_confint(x, n, 1 - level, "agresti_coull")
        yield {"level": level, "x": x, "n": n, "wilson": list(wilson), "agresti_coull": list(coull)}


def differences():
    for level, ((x1, n1), (x2, n2)) in itertools.product(LEVELS, PAIRS):
        low, high = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", compare="diff", alpha=1 - level)
        yield {"level": level, "first": [x1, n1], "second": [x2, n2], "low": low, "high": high}


def tests():
    for (x1, n1), (x2, n2) in PAIRS:
        if 0 < x1 + x2 < n1 + n2:
            z, p = proportions_ztest([x1, x2], [n1, n2])
            yield {"first": [x1, n1], "second": [x2, n2], "z": z, "p": p}


def promoters():
    for level, (up, even, down) in itertools.product(LEVELS, [(19, 12, 5), (1, 0, 0), (0, 0, 40), (0, 7, 0), (162, 108, 54)]):
        sample = DescrStatsW([1, 0, -1], weights=[up + 0.75, even + 1.5, down + 0.75], ddof=0)
        half = -stats.norm.ppf((1 - level) / 2) * math.sqrt(sample.var / sample.sum_weights)
        yield {"level": level, "counts": [up, even, down], "low": sample.mean - half, "high": sample.mean + half}


def quantiles():
    for level in [1e-9, 0.01, *LEVELS, 0.9999, 0.999999]:
        for freedom in [1, 2, 3, 4, 5, 9, 30, 99, 999, 1000, 1001, 5000, 10**6, 10**12]:
            yield {"level": level, "freedom": freedom, "t": t_quantile(level, freedom)}


def t_quantile(level, freedom):
    """SciPy's own above the median; near it, where 1 - level rounds, by the incomplete beta function of level itself."""
    if level > 0.4:
        return stats.t.isf((1 - level) / 2, freedom)
    x = special.betaincinv(0.5, freedom / 2, level)
    return math.sqrt(freedom * x / (1 - x))


def weighted(random):
    for n in [2, 3, 10, 200]:
        values = random.integers(1, 11, n).astype(float).round(3)
        weights = random.gamma(2.0, 1.0, n).round(3)
        fit = statsmodels.api.WLS(values, numpy.ones(n), weights=weights).fit(cov_type="HC1")
        yield {"values": values.tolist(), "weights": weights.tolist(), "mean": fit.params[0], "se": fit.bse[0],
               "effective_n": weights.sum() ** 2 / (weights @ weights)}


def ewma(random):
    values = random.normal(50, 2, 30).round(3)
    smooth = pandas.Series([50.0, *values]).ewm(alpha=0.25, adjust=False).mean().to_numpy()[1:]
    half = []
    for i in range(1, len(values) + 1):
        weights = 0.25 * 0.75 ** numpy.arange(i)
        half.append(2.7 * 2 * math.sqrt(weights @ weights))
    return {"target": 50, "sigma": 2, "lambda": 0.25, "width": 2.7, "values": values.tolist(), "smooth": smooth.tolist(), "half": half}


def cusum(random):
    values = numpy.concatenate([random.normal(10, 1, 20), random.normal(11.5, 1, 10), random.normal(8, 1, 20)]).round(3)
    above = itertools.accumulate(values, lambda sum, x: max(0.0, sum + x - 10 - 0.5), initial=0.0)
    below = itertools.accumulate(values, lambda sum, x: max(0.0, sum + 10 - x - 0.5), initial=0.0)
    return {"target": 10, "k": 0.5, "h": 4.0, "values": values.tolist(), "above": list(above)[1:], "below": list(below)[1:]}


def shares(random):
    n = random.integers(20, 4000, 24)
    x = random.binomial(n, random.beta(20, 60, 24))
    center = x.sum() / n.sum()
    error = numpy.sqrt(center * (1 - center) / n)
    sigma_z = numpy.abs(numpy.diff((x / n - center) / error)).mean() / 1.128
    limits = lambda width: [(center - width * error).clip(0, 1).tolist(), (center + width * error).clip(0, 1).tolist()]
    return {"samples": [[int(a), int(b)] for a, b in zip(x, n)], "center": center, "sigma_z": sigma_z,
            "p": limits(3.0), "laney": limits(3 * sigma_z)}


def answers(random, n, p):
    """Survey-like data: ratings that share a common factor, and an outcome that follows them unevenly."""
    common = random.normal(0, 1, (n, 1))
    predictors = (5 + 1.5 * (0.6 * common + 0.8 * random.normal(0, 1, (n, p)))).round(2)
    outcome = (predictors @ numpy.linspace(0, 1, p) ** 2 + random.normal(0, 2, n)).round(2)
    return predictors, outcome


def r_squared(predictors, outcome):
    return statsmodels.api.OLS(outcome, statsmodels.api.add_constant(predictors, has_constant="add")).fit().rsquared


def lmg(random, n, p):
    predictors, outcome = answers(random, n, p)
    explained = {(): 0.0}
    for size in range(1, p + 1):
        for subset in itertools.combinations(range(p), size):
            explained[subset] = r_squared(predictors[:, subset], outcome)
    weight = lambda size: math.factorial(size) * math.factorial(p - size - 1) / math.factorial(p)
    share = [sum(weight(len(subset)) * (explained[tuple(sorted((*subset, j)))] - without)
                 for subset, without in explained.items() if j not in subset) for j in range(p)]
    return {"predictors": predictors.tolist(), "outcome": outcome.tolist(), "r_squared": explained[tuple(range(p))], "shares": share}


def relative_weights(random, n, p):
    """Johnson's own route: the orthonormal variables nearest to the data, by singular value decomposition."""
    predictors, outcome = answers(random, n, p)
    z = stats.zscore(predictors) / math.sqrt(n)
    y = stats.zscore(outcome) / math.sqrt(n)
    left, _, right = numpy.linalg.svd(z, full_matrices=False)
    nearest = left @ right
    share = (z.T @ nearest) ** 2 @ (nearest.T @ y) ** 2
    return {"predictors": predictors.tolist(), "outcome": outcome.tolist(), "r_squared": r_squared(predictors, outcome), "shares": share.tolist()}


def main():
    random = numpy.random.default_rng(20261121)
    versions = {module.__name__: module.__version__ for module in (numpy, pandas, scipy, statsmodels)}
    json.dump({
        "versions": {"python": platform.python_version(), **versions},
        "intervals": list(intervals()), "differences": list(differences()), "tests": list(tests()),
        "promoters": list(promoters()), "quantiles": list(quantiles()), "weighted": list(weighted(random)),
        "ewma": ewma(random), "cusum": cusum(random), "shares": shares(random),
        "lmg": [lmg(random, 40, 1), lmg(random, 60, 5), lmg(random, 80, 9)],
        "relative_weights": [relative_weights(random, 60, 4), relative_weights(random, 90, 15)],
    }, sys.stdout, default=float, separators=(",", ":"))
    print()


main()
