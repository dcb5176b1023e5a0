"""Computes calibration.json with scikit-learn, statsmodels and SciPy on small made-up data, which it holds too.

pip install numpy==2.4.6 scikit-learn==1.9.1 statsmodels==0.15.0 scipy==1.17.1 && python make.py
"""
import json
import numpy as np
import scipy, sklearn, statsmodels
import statsmodels.api as sm
from scipy.stats import ks_2samp, wasserstein_distance
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression

random = np.random.default_rng(4)
N = 400
EDGES = np.arange(11) / 10


def error(labels, scores, weights, bins):
    gaps = np.bincount(bins, weights=weights * (scores - labels), minlength=10)
    return np.abs(gaps).sum() / weights.sum()


def equal_width(labels, scores, weights):
    return error(labels, scores, weights, np.clip(np.searchsorted(EDGES, scores, side="right") - 1, 0, 9))


def equal_mass(labels, scores, weights):
    each, place = np.unique(scores, return_inverse=True)
    mass = np.bincount(place, weights=weights)
    middle = np.cumsum(mass) - mass / 2
    return error(labels, scores, weights, np.clip(np.floor(10 * middle / mass.sum()).astype(int), 0, 9)[place])


def by_scikit_learn(labels, scores, strategy):
    """From its reliability diagram; it keeps no counts, so they are counted again. Only where no score lies on an edge."""
    true, said = calibration_curve(labels, scores, n_bins=10, strategy=strategy)
    if strategy == "uniform":
        edges = EDGES
    else:
        edges = np.percentile(scores, EDGES * 100)
    n = np.bincount(np.searchsorted(edges[1:-1], scores), minlength=10)
    return float((np.abs(true - said) * n[n > 0]).sum() / len(labels))


def lines(labels, scores, weights):
    clipped = np.clip(scores, 1e-15, 1 - 1e-15)
    x = np.log(clipped) - np.log1p(-clipped)
    family = sm.families.Binomial()
    both = sm.GLM(labels, sm.add_constant(x), family=family, freq_weights=weights).fit(tol=1e-14, maxiter=200)
    held = sm.GLM(labels, np.ones((len(x), 1)), offset=x, family=family, freq_weights=weights).fit(tol=1e-14, maxiter=200)
    again = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10000, solver="newton-cholesky").fit(x[:, None], labels, sample_weight=weights)
    assert abs(again.coef_[0, 0] - both.params[1]) < 1e-6
    return dict(calibration_slope=both.params[1], calibration_intercept=held.params[0],
                slope_error=both.bse[1], intercept_error=held.bse[0])


def of(labels, scores, weights):
    return dict(
        mean_score=np.average(scores, weights=weights), mean_calibration_gap=np.average(scores - labels, weights=weights),
        calibration_error_equal_width=equal_width(labels, scores, weights),
        calibration_error_equal_mass=equal_mass(labels, scores, weights), **lines(labels, scores, weights))


truth = random.normal(-0.6, 1.4, N)
labels = (random.uniform(size=N) < 1 / (1 + np.exp(-truth))).astype(int)
logistic = lambda x: 1 / (1 + np.exp(-x))
baseline = np.round(logistic(truth * 1.3 + random.normal(0, 0.7, N)), 3)  # in thousandths: many are tied
variant = logistic(truth * 0.6 + 0.4 + random.normal(0, 0.9, N))
baseline[:2], labels[:2] = [0, 1], [0, 1]  # what has no logit unless clipped
weights = np.round(random.uniform(0.1, 3, N), 2)
ones = np.ones(N)
assert abs(by_scikit_learn(labels, variant, "uniform") - equal_width(labels, variant, ones)) < 1e-12
assert abs(by_scikit_learn(labels, variant, "quantile") - equal_mass(labels, variant, ones)) < 1e-12

quantiles = {str(label): np.quantile(variant[labels == label], [0.05, 0.25, 0.5, 0.75, 0.95], method="inverted_cdf").tolist()
             for label in [0, 1]}
out = dict(
    versions={"numpy": np.__version__, "scikit-learn": sklearn.__version__, "statsmodels": statsmodels.__version__,
              "scipy": scipy.__version__},
    labels=labels.tolist(), baseline=baseline.tolist(), variant=variant.tolist(), weights=weights.tolist(),
    plain=dict(baseline=of(labels, baseline, ones), variant=of(labels, variant, ones)),
    weighted=dict(baseline=of(labels, baseline, weights), variant=of(labels, variant, weights)),
    quantiles=quantiles,
    distances=dict(
        kolmogorov_smirnov=ks_2samp(baseline, variant).statistic, wasserstein=wasserstein_distance(baseline, variant),
        weighted_wasserstein=wasserstein_distance(baseline, variant, weights, weights)))
json.dump(out, open("calibration.json", "w"), default=float, separators=(",", ":"))
