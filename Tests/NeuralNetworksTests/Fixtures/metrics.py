"""Writes metrics.txt beside this script with scikit-learn: pip install scikit-learn

A line has a kind, a name, a shape ("-" for a single number) and the elements.
"""
import pathlib

import numpy as np
from sklearn import metrics

random = np.random.default_rng(11)
lines = []


def write(kind, name, value):
    value = np.asarray(value, dtype=np.float64)
    shape = ",".join(map(str, value.shape)) or "-"
    lines.append(f"{kind} {name} {shape} " + " ".join(f"{x:.12g}" for x in value.reshape(-1)))


# Of the six classes, class 5 is never predicted, and class 4 neither is nor is predicted.
lines.append("case classes")
labels = random.choice([0, 1, 2, 3, 5], size=60)
scores = random.normal(size=(60, 6)) + 1.2 * np.eye(6)[labels]
scores[:, 4:] -= 20
predictions = scores.argmax(axis=1)
write("input", "scores", scores)
write("input", "labels", labels)
write("output", "accuracy", metrics.accuracy_score(labels, predictions))
write("output", "matrix", metrics.confusion_matrix(labels, predictions, labels=range(6)))
for k in (1, 2, 3, 6):
    write("output", f"top{k}", metrics.top_k_accuracy_score(labels, scores, k=k, labels=range(6)))
for average in ("macro", "micro", "weighted"):
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        labels, predictions, average=average, zero_division=0)
    write("output", f"precision-{average}", precision)
    write("output", f"recall-{average}", recall)
    write("output", f"f1-{average}", f1)
precision, recall, f1, _ = metrics.precision_recall_fscore_support(
    labels, predictions, labels=range(6), zero_division=0)
write("output", "precision", precision)
write("output", "recall", recall)
write("output", "f1", f1)
write("output", "perplexity", np.exp(metrics.log_loss(
    labels, np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True), labels=range(6))))

lines.append("case regression")
targets = random.normal(size=(20, 3))
targets[:, 2] = 0.5
predictions = targets + 0.4 * random.normal(size=(20, 3))
write("input", "targets", targets)
write("input", "predictions", predictions)
write("output", "rSquared", metrics.r2_score(targets, predictions))
write("output", "firstColumn", metrics.r2_score(targets[:, 0], predictions[:, 0]))

pathlib.Path(__file__).with_suffix(".txt").write_text("\n".join(lines) + "\n")
