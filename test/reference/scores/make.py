"""Computes scores.json with scikit-learn on small made-up scores, which it holds too.

pip install scikit-learn==1.9.1 && python make.py
"""
import json
import numpy as np
import sklearn
from sklearn import metrics as sk

random = np.random.default_rng(4)
N = 300


def made(skill, decimals):
    logits = random.normal(size=N) + skill * (labels - 0.5)
    return np.round(1 / (1 + np.exp(-logits)), decimals)


def greatest_tpr(scores, limit, weights):
    fpr, tpr, _ = sk.roc_curve(labels, scores, sample_weight=weights, drop_intermediate=False)
    return tpr[fpr <= limit].max()


def of(scores, weights):
    return {
        "auc": sk.roc_auc_score(labels, scores, sample_weight=weights),
        "average_precision": sk.average_precision_score(labels, scores, sample_weight=weights),
        "partial_auc_0.1": sk.roc_auc_score(labels, scores, max_fpr=0.1, sample_weight=weights),
        "partial_auc_0.3": sk.roc_auc_score(labels, scores, max_fpr=0.3, sample_weight=weights),
        "tpr_at_fpr_0.05": greatest_tpr(scores, 0.05, weights),
        "tpr_at_fpr_0.2": greatest_tpr(scores, 0.2, weights),
    }


labels = (random.uniform(size=N) < 0.35).astype(int)
weights = np.round(random.uniform(0.1, 3, N), 2)
weights[::17] = 0
models = {"fine": made(2, 4), "coarse": made(1, 1), "telling nothing": np.full(N, 0.25)}
out = dict(
    versions={"scikit-learn": sklearn.__version__}, labels=labels.tolist(), weights=weights.tolist(),
    models={name: dict(scores=scores.tolist(), plain=of(scores, None), weighted=of(scores, weights))
            for name, scores in models.items()})
json.dump(out, open("scores.json", "w"), default=float, separators=(",", ":"))
