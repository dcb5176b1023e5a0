"""Five metrics in twelve groups by another tool, from CSV to numbers: python peers.py TOOL table.csv

fairlearn==0.15.0, aif360==0.6.1 and aequitas==1.1.0 (which wants an environment of its own) are the ones measured.
fairlearn-100 resamples a hundred times.
"""

import sys
import warnings

import pandas as pd

warnings.filterwarnings("ignore")
tool, path = sys.argv[1:3]
table = pd.read_csv(path)
groups = ["sex", "age_band"]

if tool.startswith("fairlearn"):
    from fairlearn import metrics
    from sklearn.metrics import accuracy_score

    resampling = {} if tool == "fairlearn" else {"n_boot": 100, "ci_quantiles": [0.025, 0.975], "random_state": 0}
    frame = metrics.MetricFrame(
        metrics={
            "accuracy": accuracy_score,
            "selection": metrics.selection_rate,
            "tpr": metrics.true_positive_rate,
            "fpr": metrics.false_positive_rate,
            "fnr": metrics.false_negative_rate,
        },
        y_true=table.y_true,
        y_pred=table.y_pred_int8,
        sensitive_features=table[groups],
        **resampling,
    )
    print(frame.by_group)
elif tool == "aif360":
    from aif360.datasets import BinaryLabelDataset
    from aif360.metrics import ClassificationMetric

    codes = table.groupby(groups).ngroup()
    truth = BinaryLabelDataset(
        df=pd.DataFrame({"group": codes, "label": table.y_true}),
        label_names=["label"],
        protected_attribute_names=["group"],
    )
    said = truth.copy()
    said.labels = table[["y_pred_int8"]].to_numpy(float)
    for code in range(1, codes.max() + 1):
        found = ClassificationMetric(truth, said, unprivileged_groups=[{"group": code}], privileged_groups=[{"group": 0}])
        print(code, found.accuracy(privileged=False), found.average_odds_difference())
else:
    from aequitas.group import Group

    crossed = pd.DataFrame(
        {"score": table.y_pred_int8, "label_value": table.y_true, "group": table.sex + "/" + table.age_band}
    )
    print(Group().get_crosstabs(crossed, attr_cols=["group"])[0])
