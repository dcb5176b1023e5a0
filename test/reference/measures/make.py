"""Computes measures.json with scikit-learn and SciPy on small made-up data, which it holds too.

pip install scikit-learn==1.9.1 scipy==1.17.1 && python make.py
"""
import json
import numpy as np
import scipy, sklearn
from scipy.spatial.distance import jensenshannon
from scipy.special import rel_entr
from sklearn import metrics as sk

random = np.random.default_rng(20)
N, CLASSES, PRESENT = 80, 5, [0, 1, 2, 3]  # class 4 is answered now and then and never true


def scores_of(labels, skill):
    logits = random.normal(size=(N, CLASSES)) + skill * np.eye(CLASSES)[labels]
    shares = np.round(np.exp(logits) / np.exp(logits).sum(1, keepdims=True), 4)
    shares[:, -1] = np.round(1 - shares[:, :-1].sum(1), 4)
    return np.clip(shares, 0, 1)


def of_answers(labels, scores, weights):
    answers, w = scores.argmax(1), weights
    tn, fp, fn, tp = (c.ravel() for c in np.moveaxis(
        sk.multilabel_confusion_matrix(labels, answers, labels=range(CLASSES), sample_weight=w).reshape(CLASSES, 4), 1, 0))
    share = lambda a, b: [None if d == 0 else float(n / d) for n, d in zip(a, b)]
    classes = dict(
        recall=share(tp, tp + fn), class_precision=share(tp, tp + fp), class_f1=share(2 * tp, 2 * tp + fp + fn),
        class_false_positive_rate=share(fp, fp + tn), class_true_negative_rate=share(tn, fp + tn),
        class_negative_predictive_value=share(tn, tn + fn))
    size = np.bincount(labels, weights=w, minlength=CLASSES)[PRESENT]
    averages = {}
    for name in ["precision", "f1"]:
        score = sk.precision_score if name == "precision" else sk.f1_score
        for kind in ["macro", "weighted"]:
            averages[f"{kind}_{name}"] = score(labels, answers, labels=PRESENT, average=kind, zero_division=0, sample_weight=w)
    averages["mean_recall"] = sk.recall_score(labels, answers, labels=PRESENT, average="macro", sample_weight=w)
    for name in ["false_positive_rate", "true_negative_rate", "negative_predictive_value"]:
        values = np.array(classes[f"class_{name}"], float)[PRESENT]
        averages[f"macro_{name}"] = values.mean()
        averages[f"weighted_{name}"] = np.average(values, weights=size)
    tops = {f"top_{k}_accuracy": sk.top_k_accuracy_score(labels, scores, k=k, labels=range(CLASSES), sample_weight=w) for k in [2, 3]}
    return dict(
        classes=classes,
        all=dict(
            averages, **tops, accuracy=sk.accuracy_score(labels, answers, sample_weight=w),
            kappa=sk.cohen_kappa_score(labels, answers, sample_weight=w),
            matthews=sk.matthews_corrcoef(labels, answers, sample_weight=w),
            log_loss=sk.log_loss(labels, scores / scores.sum(1, keepdims=True), labels=range(CLASSES), sample_weight=w)),
        micro=dict(
            precision=sk.precision_score(labels, answers, average="micro", sample_weight=w),
            f1=sk.f1_score(labels, answers, average="micro", sample_weight=w), false_positive_rate=fp.sum() / (fp + tn).sum()))


def of_values(labels, values, weights):
    return dict(
        mae=sk.mean_absolute_error(labels, values, sample_weight=weights),
        rmse=sk.root_mean_squared_error(labels, values, sample_weight=weights),
        bias=np.average(values - labels, weights=weights), r_squared=sk.r2_score(labels, values, sample_weight=weights),
        **{f"pinball_{q}": sk.mean_pinball_loss(labels, values, alpha=q, sample_weight=weights) for q in [0.1, 0.5, 0.9]})


labels = random.choice(PRESENT, size=N, p=[0.5, 0.25, 0.15, 0.1])
weights = np.round(random.uniform(0.1, 3, N), 2)
base, variant = scores_of(labels, 2), scores_of(labels, 1.4)
p, q = base / base.sum(1, keepdims=True), variant / variant.sum(1, keepdims=True)
distances = dict(
    kl_divergence=rel_entr(p, np.maximum(q, 1e-15)).sum(1), js_divergence=jensenshannon(p, q, axis=1) ** 2,
    total_variation=np.abs(p - q).sum(1) / 2)
truth = np.round(random.normal(40, 12, N), 2)
value, moved = np.round(truth + random.normal(0, 4, N), 2), np.round(truth + random.normal(1, 5, N), 2)
out = dict(
    versions={"scikit-learn": sklearn.__version__, "scipy": scipy.__version__},
    weights=weights.tolist(),
    multiclass=dict(
        labels=labels.tolist(), baseline=base.tolist(), variant=variant.tolist(),
        plain=dict(baseline=of_answers(labels, base, None), variant=of_answers(labels, variant, None),
                   distances={k: v.mean() for k, v in distances.items()}),
        weighted=dict(baseline=of_answers(labels, base, weights), variant=of_answers(labels, variant, weights),
                      distances={k: np.average(v, weights=weights) for k, v in distances.items()})),
    regression=dict(
        labels=truth.tolist(), baseline=value.tolist(), variant=moved.tolist(),
        plain=dict(baseline=of_values(truth, value, None), variant=of_values(truth, moved, None)),
        weighted=dict(baseline=of_values(truth, value, weights), variant=of_values(truth, moved, weights))))
json.dump(out, open("measures.json", "w"), default=float, separators=(",", ":"))
