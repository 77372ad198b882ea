"""Runs of the program `detector`, and bounds of what it counts; for
scripts/bench-detector."""
import csv
import json
import math
import os
import subprocess
import sys

FIGURES = ["trials", "flagged", "improved", "passed", "inconclusive",
           "covered", "processes", "mean_rounds", "mean_processes",
           "rounds_p50", "rounds_p90", "rounds_p99"]
# A bootstrap is slow: so many times fewer trials.
SLOW_RULES = {"criterion": 10}


def progress(text):
    print(f"bench-detector: {text}", file=sys.stderr, flush=True)


def fail(text):
    progress(text)
    sys.exit(2)


# ---- bounds ----

def binomial_at_most(k, n, p):
    """P(X <= k) of n trials; summed from k down until nothing is added."""
    if p <= 0:
        return 1.0
    if p >= 1:
        return 1.0 if k >= n else 0.0
    term = math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) -
                    math.lgamma(n - k + 1) + k * math.log(p) +
                    (n - k) * math.log1p(-p))
    total = 0.0
    while term > 1e-15 * total and k >= 0:
        total += term
        term *= k * (1 - p) / ((n - k + 1) * p)
        k -= 1
    return min(total, 1.0)


def upper(k, n):
    """One-sided 95 % upper bound of a share (Clopper and Pearson, 1934);
    without any it is 1 - .05^(1/n), about 3/n."""
    if k >= n:
        return 1.0
    low, high = k / n, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        # Beyond half of the trials the sum is short only near its end.
        if binomial_at_most(k, n, middle) > .05:
            low = middle
        else:
            high = middle
    return high


def lower(k, n):
    return 1 - upper(n - k, n)


# ---- runs ----

class Result(dict):
    """What `detector` printed, with shares."""

    def share(self, what):
        return self[what] / self["trials"]

    def high(self, what):
        return upper(self[what], self["trials"])

    def low(self, what):
        return lower(self[what], self["trials"])


class Lab:
    """Runs rules; the same question is asked once."""

    def __init__(self, options):
        self.program = os.path.join(options.build, "bench", "detector")
        self.options = options
        self.rows = []
        self.known = {}

    def run(self, rule, place, change, trials, *more):
        """`place` is a noise, a recorded file or a live workload."""
        key = (rule, place, change, trials, *more)
        if key not in self.known:
            self.known[key] = Result(self.ask(rule, place, change, trials,
                                              more))
            self.rows.append((place_name(place), rule, change,
                              runs_of(more), self.known[key]))
        return self.known[key]

    def ask(self, rule, place, change, trials, more):
        kind = "live" if ":" in place else "simulate"
        if place.endswith(".csv"):
            kind = "series"
        command = [self.program, kind, "--seed", str(self.options.seed),
                   "--threads", str(self.options.threads), *map(str, more),
                   "--", rule, place, str(change), str(int(trials))]
        done = subprocess.run(command, capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            fail(done.stderr.strip())
        return json.loads(done.stdout)

    def own(self, rule, place, change):
        """The most trials where shares are smallest: without a change, and of
        the rules and in the noise that have bars for it."""
        share = 100 if change else 10
        if not change and place == "ci" and rule in ("detector", "gate"):
            share = 1
        return self.run(rule, place, change,
                        max(self.options.trials // share, 100))

    def rivals(self):
        """(name, order, rule) of each."""
        done = subprocess.run([self.program, "rules"], capture_output=True,
                              text=True, check=True)
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        return [row for row in rows if row[1] != "own"]

    def rival(self, name, place, change, runs, trials=None):
        trials = trials or self.options.rival_trials
        trials = max(trials // SLOW_RULES.get(name, 1), 100)
        return self.run(name, place, change, trials, "--runs", runs)

    def write(self, path):
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["where", "rule", "change", "runs", *FIGURES])
            for *where, result in self.rows:
                writer.writerow(where + [result[key] for key in FIGURES])
        print(f"written to {path}")


def runs_of(more):
    return more[more.index("--runs") + 1] if "--runs" in more else ""


def place_name(place):
    if place.endswith(".csv"):
        return "recorded " + os.path.basename(place)[:-4]
    if ":" in place:
        return "live " + place.rsplit(":", 1)[1]
    return place


def percent(share):
    """Three digits, and near 100 one of what is missing: .00400, 58.3,
    99.97."""
    value = 100 * share
    if value in (0, 100):
        return f"{value:.0f}"
    digits = 2 - math.floor(math.log10(value))
    if value > 90:
        digits = max(digits, -math.floor(math.log10(100 - value)))
    return f"{value:.{max(0, min(5, digits))}f}"
