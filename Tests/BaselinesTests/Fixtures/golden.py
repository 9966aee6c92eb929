"""Writes baselines.txt beside this script with scikit-learn: pip install scikit-learn

A line has a kind, a name, a shape ("-" for a single number) and the elements; the lines of a case follow its name.
"""
import pathlib

import numpy as np
from scipy.spatial.distance import squareform
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.manifold import TSNE, _t_sne
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

lines = []


def case(name):
    lines.append(f"case {name}")


def write(kind, name, value):
    value = np.asarray(value, dtype=np.float64)
    shape = ",".join(map(str, value.shape)) or "-"
    lines.append(f"{kind} {name} {shape} " + " ".join(f"{x:.12g}" for x in value.reshape(-1)))


# Hundredths, so that nothing is lost on the way, in classes that overlap; the labels are 0, 2 and 5.
random = np.random.default_rng(5)
x, y = make_blobs(140, centers=3, n_features=4, cluster_std=4.0, random_state=5)
x, y = x.round(2), np.array([0, 2, 5])[y]
train_x, train_y, test_x, test_y = x[:90], y[:90], x[90:], y[90:]
two = train_y != 5
two_x, two_y, two_test = train_x[two], train_y[two], test_x[test_y != 5]
case("data")
write("input", "x", train_x)
write("input", "y", train_y)
write("input", "testX", test_x)
write("input", "testY", test_y)
write("input", "twoX", two_x)
write("input", "twoY", two_y)
write("input", "twoTest", two_test)

case("neighbors")
for k in (1, 4, 7):
    model = KNeighborsClassifier(k, algorithm="brute").fit(train_x, train_y)
    write("output", f"predictions{k}", model.predict(test_x))
    write("output", f"probabilities{k}", model.predict_proba(test_x))

case("bayes")
model = GaussianNB().fit(train_x, train_y)
write("output", "predictions", model.predict(test_x))
write("output", "probabilities", model.predict_proba(test_x))
write("output", "means", model.theta_)
write("output", "variances", model.var_)

# Of equally good questions scikit-learn asks a random one, so the cases are such that five seeds agree.
case("tree")
for name, options in (("depth1", {"max_depth": 1}), ("depth2", {"max_depth": 2}), ("leaf20", {"min_samples_leaf": 20}),
                      ("split30", {"min_samples_split": 30})):
    trees = [DecisionTreeClassifier(random_state=seed, **options).fit(train_x, train_y) for seed in range(5)]
    answers = [tree.predict_proba(test_x) for tree in trees]
    assert all((answer == answers[0]).all() for answer in answers), name
    write("output", f"{name}-probabilities", answers[0])
    write("output", f"{name}-leaves", trees[0].get_n_leaves())
    write("output", f"{name}-depth", trees[0].get_depth())

case("svm")
for name, options in (("linear", {"kernel": "linear", "C": 0.5}), ("rbf", {"kernel": "rbf", "C": 2.0}),
                      ("gamma", {"kernel": "rbf", "gamma": 0.05, "C": 10.0})):
    model = SVC(tol=1e-9, **options).fit(two_x, two_y)
    write("output", f"{name}-decision", model.decision_function(two_test))
    write("output", f"{name}-supports", model.n_support_.sum())
    model = SVC(tol=1e-9, **options).fit(train_x, train_y)
    write("output", f"{name}-predictions", model.predict(test_x))

case("linear")
targets = (train_x @ random.normal(size=(4, 2)) + 3 + random.normal(size=(90, 2))).round(2)
model = LinearRegression().fit(train_x, targets)
write("input", "targets", targets)
write("output", "weights", model.coef_.T)
write("output", "bias", model.intercept_)
write("output", "predictions", model.predict(test_x))
write("output", "score", model.score(train_x, targets))

case("logistic")
for name, (data, labels, test) in (("two", (two_x, two_y, two_test)), ("three", (train_x, train_y, test_x))):
    for c in (0.1, 10.0):
        model = LogisticRegression(C=c, tol=1e-12, max_iter=100_000).fit(data, labels)
        write("output", f"{name}-{c}-weights", model.coef_)
        write("output", f"{name}-{c}-probabilities", model.predict_proba(test))

case("pca")
model = PCA().fit(train_x)
write("output", "components", model.components_)
write("output", "variance", model.explained_variance_)
write("output", "ratio", model.explained_variance_ratio_)
write("output", "transformed", model.transform(test_x))
two_components = PCA(2).fit(train_x)
write("output", "restored", two_components.inverse_transform(two_components.transform(test_x)))

case("kmeans")
start = train_x[[0, 1, 2, 3, 4]]
model = KMeans(5, init=start, n_init=1, tol=0, algorithm="lloyd").fit(train_x)
write("input", "start", start)
write("output", "centers", model.cluster_centers_)
write("output", "labels", model.labels_)
write("output", "inertia", model.inertia_)
write("output", "predictions", model.predict(test_x))
write("output", "best", min(KMeans(5, n_init=50, random_state=seed).fit(train_x).inertia_ for seed in range(3)))

# Of the distances scikit-learn keeps float32, so its probabilities are good for some six digits.
case("tsne")
distances = ((train_x[:, None] - train_x[None]) ** 2).sum(axis=2)

near = _t_sne._joint_probabilities(distances, 12.0, 0)
write("output", "probabilities", squareform(near)[:10])
places = random.normal(size=(90, 2)).round(2)
divergence, gradient = _t_sne._kl_divergence(places.ravel(), near, 1, 90, 2)
write("input", "places", places)
write("output", "divergence", divergence)
write("output", "gradient", gradient.reshape(90, 2))
finals = [TSNE(perplexity=12.0, method="exact", init="pca", random_state=seed).fit(train_x).kl_divergence_ for seed in range(2)]
write("output", "final", max(finals))

pathlib.Path(__file__).with_name("baselines.txt").write_text("\n".join(lines) + "\n")
