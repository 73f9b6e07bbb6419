"""Every method beside another implementation of it, on random data; prints the largest differences."""

import statistics
from collections.abc import Callable, Iterator
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.spatial.distance import cdist
from scipy.stats import kendalltau, norm, percentileofscore, rankdata, theilslopes, zscore
from sklearn.metrics.pairwise import nan_euclidean_distances
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import MinMaxScaler
from statsmodels.robust.scale import mad
from statsmodels.stats.weightstats import DescrStatsW

from smup.methods.aggregate import ratio_of_sums, weighted_mean
from smup.methods.frontier import dea_vrs, fdh
from smup.methods.gap import lmdi, shapley
from smup.methods.peers import Structure, StructureVariable, contributions, similar, standardised
from smup.methods.ranking import standing
from smup.methods.real_terms import deflate
from smup.methods.scores import composite, hellwig, unitarised
from smup.methods.trend import trend
from smup.model import Polarity

Pair = tuple[object, object]  # what the method gives, what the other implementation gives
RNG = np.random.default_rng(20)
COMPARISONS: list[tuple[str, str, float, Callable[[], Iterator[Pair]]]] = []


def beside(method: str, reference: str, close: float = 1e-12) -> Callable[[Callable[[], Iterator[Pair]]], None]:
    return lambda pairs: COMPARISONS.append((method, reference, close, pairs))


def named(values: np.ndarray) -> pd.Series:
    return pd.Series(values, index=[f"{i:04}" for i in range(len(values))], dtype=float)


def structure(gaps: float, equal: bool) -> tuple[pd.DataFrame, Structure]:
    values = RNG.lognormal(size=(300, 6))
    values[RNG.random(values.shape) < gaps] = np.nan
    frame = pd.DataFrame(values, columns=list("abcdef")).assign(kind="rural", area_id=named(values[:, 0]).index)
    weights = [1.0] * 6 if equal else [1, 2, 3, 1, 0.5, 1]
    return frame, Structure(tuple(map(StructureVariable, "abcdef", weights)))


@beside("peers: robust z", "statsmodels mad")
def _() -> Iterator[Pair]:
    frame, variables = structure(0, equal=True)
    x = frame[list("abcdef")].to_numpy()
    yield standardised(frame, variables), ((x - np.median(x, axis=0)) / mad(x, c=1 / 1.4826)).clip(-3, 3)


@beside("peers: nearest 7, weighted", "sklearn NearestNeighbors")
def _() -> Iterator[Pair]:
    frame, variables = structure(0, equal=False)
    scaled = standardised(frame, variables) * np.sqrt(variables.weights / variables.weights.sum())
    distance, which = NearestNeighbors(n_neighbors=8, algorithm="brute").fit(scaled).kneighbors(scaled)
    found = similar(frame, variables)
    yield found["distance"].to_numpy().reshape(-1, 7), distance[:, 1:]
    yield found["peer_id"].astype(int).to_numpy().reshape(-1, 7), which[:, 1:]


@beside("peers: distance with gaps", "sklearn nan_euclidean_distances")
def _() -> Iterator[Pair]:
    frame, variables = structure(0.05, equal=True)
    z = standardised(frame, variables).to_numpy()
    full = nan_euclidean_distances(z) / np.sqrt(6)
    full[(~np.isnan(z)).astype(int) @ (~np.isnan(z)).T < 0.8 * 6] = np.inf
    np.fill_diagonal(full, np.inf)
    found = similar(frame, variables, n=15)
    table = found.pivot(index="area_id", columns="position", values="distance").reindex(frame["area_id"])
    expected = np.sort(full, axis=1)[:, :15]
    yield table.to_numpy(), np.where(np.isinf(expected), np.nan, expected)


@beside("peers: shares of d²", "plain loops")
def _() -> Iterator[Pair]:
    frame, variables = structure(0.05, equal=False)
    pairs = similar(frame, variables)[:200]
    z = standardised(frame, variables)
    parts = []
    for pair in pairs.itertuples():
        square = [w * (z.loc[pair.area_id, v] - z.loc[pair.peer_id, v]) ** 2
                  for v, w in zip("abcdef", variables.weights, strict=True)]  # fmt: skip
        parts += [part / sum(each for each in square if each == each) for part in square]
    yield contributions(frame, variables, pairs)["share"], parts


@beside("ranking: rank", "scipy rankdata(min)")
def _() -> Iterator[Pair]:
    for n in range(4, 60):
        x = RNG.integers(0, 20, n) / 7
        yield standing(named(x), Polarity.HIGHER)["rank"], rankdata(-x, "min")


@beside("ranking: percentile", "scipy percentileofscore(mean)")
def _() -> Iterator[Pair]:
    for n in range(4, 60):
        x = RNG.integers(0, 20, n) / 7
        yield standing(named(x), Polarity.HIGHER)["percentile"], percentileofscore(x, x, kind="mean")


@beside("ranking: quartiles", "statistics.quantiles(inclusive)")
def _() -> Iterator[Pair]:
    for n in range(8, 60):
        x = RNG.normal(size=n)
        found = standing(named(x), Polarity.NONE)[["p25", "median", "p75"]].iloc[0]
        yield found, statistics.quantiles(x, n=4, method="inclusive")


@beside("aggregate: weighted mean", "statsmodels DescrStatsW")
def _() -> Iterator[Pair]:
    x, w = RNG.normal(size=100), RNG.random(100)
    rows = pd.DataFrame({"group_id": "g", "area_id": range(100), "value": x, "weight": w})
    yield weighted_mean(rows)["value"], [DescrStatsW(x, w).mean]


@beside("aggregate: ratio of sums", "numpy average of ratios, weighted")
def _() -> Iterator[Pair]:
    x, w = RNG.random(100), RNG.random(100)
    rows = pd.DataFrame({"group_id": "g", "area_id": range(100), "numerator": x, "denominator": w, "weight": w})
    yield ratio_of_sums(rows)["value"], [np.average(x / w, weights=w)]


def _sides(n: int, outputs: int) -> tuple[np.ndarray, np.ndarray]:
    return RNG.integers(1, 40, n).astype(float), RNG.integers(0, 12, (n, outputs)).astype(float)


@beside("frontier: FDH", "scipy milp, λ of 0 and 1", 1e-7)
def _() -> Iterator[Pair]:
    for outputs in (1, 2):
        x, y = _sides(40, outputs)
        best = [
            milp(x / own, integrality=np.ones(40), bounds=(0, 1), constraints=[
                LinearConstraint(y.T, lb=level), LinearConstraint(np.ones((1, 40)), 1, 1)]).fun
            for own, level in zip(x, y, strict=True)
        ]  # fmt: skip
        yield fdh(named(x), pd.DataFrame(y, index=named(x).index))["score"], best


@beside("frontier: FDH and its dominating areas", "plain loops")
def _() -> Iterator[Pair]:
    for outputs in (1, 2):
        x, y = _sides(700, outputs)
        good = [(y >= level).all(axis=1) for level in y]
        expected = [(x[g].min() / own, (x[g] < own).sum()) for g, own in zip(good, x, strict=True)]
        yield fdh(named(x), pd.DataFrame(y, index=named(x).index)), expected


@beside("frontier: DEA-VRS", "scipy linprog, θ and all λ", 1e-7)
def _() -> Iterator[Pair]:
    for outputs in (1, 2):
        x, y = _sides(60, outputs)
        best = [
            linprog(
                np.r_[1, np.zeros(60)],
                A_ub=np.vstack([np.r_[-own, x], np.column_stack([np.zeros(outputs), -y.T])]),
                b_ub=np.r_[0, -level],
                A_eq=[np.r_[0, np.ones(60)]],
                b_eq=[1],
            ).fun
            for own, level in zip(x, y, strict=True)
        ]
        yield dea_vrs(named(x), pd.DataFrame(y, index=named(x).index))["score"], best


@beside("trend: exact p and tau without ties", "scipy kendalltau(exact)")
def _() -> Iterator[Pair]:
    for n in range(3, 31):
        x = RNG.permutation(n)
        found, expected = trend(range(n), x), kendalltau(range(n), x, method="exact")
        yield [found.p, found.tau], [expected.pvalue, expected.statistic]


@beside("trend: p and tau-b with ties", "scipy kendalltau(asymptotic), S less 1")
def _() -> Iterator[Pair]:
    for n in range(6, 40):
        x = RNG.integers(0, 5, n)
        found, expected = trend(range(n), x), kendalltau(range(n), x, method="asymptotic")
        if found.s:  # SciPy corrects for ties but not for continuity
            deviation = abs(found.s) / norm.isf(expected.pvalue / 2)
            yield [found.p, found.tau], [2 * norm.sf((abs(found.s) - 1) / deviation), expected.statistic]


@beside("trend: Sen's slope and interval", "scipy theilslopes")
def _() -> Iterator[Pair]:
    for n in range(3, 40):
        years = np.sort(RNG.choice(np.arange(1990, 2040), n, replace=False))
        x = RNG.integers(0, 30, n) + 0.4 * years
        found = trend(years, x)
        yield [found.slope, found.slope_low, found.slope_high], np.take(theilslopes(x, years, 0.95), [0, 2, 3])


@beside("scores: zero unitarisation", "sklearn MinMaxScaler")
def _() -> Iterator[Pair]:
    x = RNG.normal(size=200)
    expected = MinMaxScaler().fit_transform(x[:, None])[:, 0]
    yield unitarised(named(x), Polarity.HIGHER), expected
    yield unitarised(named(x), Polarity.LOWER), 1 - expected


@beside("scores: composite", "numpy average, scipy rankdata")
def _() -> Iterator[Pair]:
    z = pd.DataFrame(RNG.random((50, 3)), index=named(np.zeros(50)).index)
    found, expected = composite(z, {0: 1, 1: 2, 2: 5}), np.average(z, axis=1, weights=[1, 2, 5])
    yield found[["score", "rank"]], np.column_stack([expected, rankdata(-expected, "min")])


@beside("scores: Hellwig's measure", "scipy zscore, cdist")
def _() -> Iterator[Pair]:
    x = RNG.normal(size=(80, 4)) * [1, 10, 100, 1000]
    z = zscore(x)
    d = cdist(z, [[z[:, 0].max(), z[:, 1].min(), z[:, 2].max(), z[:, 3].min()]])[:, 0]
    ways = dict(zip(range(4), [Polarity.HIGHER, Polarity.LOWER] * 2, strict=True))
    yield hellwig(pd.DataFrame(x), ways), 1 - d / (d.mean() + 2 * d.std())


@beside("gap: Shapley", "mean over all orders of change")
def _() -> Iterator[Pair]:
    for k in range(1, 7):
        own, base = RNG.random(k), RNG.random(k)
        parts = []
        for order in permutations(range(k)):
            steps = [np.where(np.isin(range(k), order[:done]), own, base).prod() for done in range(k + 1)]
            parts.append(np.diff(steps)[np.argsort(order)])
        found = shapley(pd.DataFrame([own]), pd.Series(base))
        yield found[list(range(k))], [np.mean(parts, axis=0)]
        yield found["residual"], [0]


@beside("gap: LMDI", "(A − R) / ln(A / R) · ln of factors")
def _() -> Iterator[Pair]:
    for k in range(1, 9):
        own, base = RNG.random(k) + 0.1, RNG.random(k) + 0.1
        mean = (own.prod() - base.prod()) / np.log(own.prod() / base.prod())
        found = lmdi(pd.DataFrame([own]), pd.Series(base))
        yield found[list(range(k))], [mean * np.log(own / base)]
        yield found["residual"], [0]


@beside("real terms: deflated values", "numpy cumprod")
def _() -> Iterator[Pair]:
    cpi = pd.Series(100 + 20 * RNG.random(20), index=range(2001, 2021))
    index = np.r_[1, np.cumprod(cpi / 100)]
    found = deflate(pd.Series(1000.0, index=range(2000, 2021)), cpi, base=2010)
    yield found["real"], 1000 * index[10] / index


def _largest_difference(pairs: Iterator[Pair]) -> float:
    largest = 0.0
    for ours, theirs in pairs:
        one, other = (np.asarray(pd.DataFrame(each), dtype=float) for each in (ours, theirs))
        np.testing.assert_array_equal(np.isnan(one), np.isnan(other))
        largest = max(largest, np.nanmax(np.abs(one - other) / np.maximum(1, np.abs(other))))
    return largest


def test_every_method_agrees_with_another_implementation(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(name, other, close, _largest_difference(pairs())) for name, other, close, pairs in COMPARISONS]
    with capsys.disabled():
        print(f"\n\n{'method':42}{'reference implementation':44}largest difference")
        for name, other, _close, difference in rows:
            print(f"{name:42}{other:44}{difference:.1e}")
    assert not [name for name, _other, close, difference in rows if difference > close]
