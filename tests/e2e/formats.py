"""What a report in each format says is what its JSON says.

formats.py check|trend PREFIX: reads PREFIX.json, .csv, .junit.xml, .openmetrics,
.atom and .svg with parsers that are not ours, and compares them. Names are
compared as they are shown: made visible.
"""
import csv
import json
import re
import sys
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import openmetrics  # noqa: E402

ATOM = "{http://www.w3.org/2005/Atom}"
SVG = "{http://www.w3.org/2000/svg}"
PASSES = ("acknowledged", "improved", "new", "pass", "identical")
UNITS = {"ns": ("_seconds", 1e9), "us": ("_seconds", 1e6),
         "ms": ("_seconds", 1e3), "s": ("_seconds", 1), "bytes": ("_bytes", 1),
         "1/s": ("_per_second", 1)}
HIDDEN = [(0x01, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C),
          (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),
          (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF),
          (0xE0000, 0xE0FFF)]


def visible(text):
    def show(char):
        code = ord(char)
        if not any(first <= code <= last for first, last in HIDDEN):
            return char
        if char in "\n\t\r":
            return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}[char]
        return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"
    return "".join(map(show, text or ""))


def guarded(text):
    text = visible(text)
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


def same(found, expected, what):
    assert found == expected, f"{what}: {found!r}, expected {expected!r}"


def all_of(result):
    """A report and those against further bases."""
    return [result] + result["others"]


# ---- CSV ----

def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        text = file.read()
    assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n")
    rows = list(csv.DictReader(text.splitlines(keepends=True), strict=True))
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def check_csv(result, path):
    rows = iter(read_csv(path))
    for report in all_of(result):
        for judged in True, False:
            for series in report["series" if judged else "shown"]:
                row = next(rows)
                same(row["judged"], str(judged).lower(), "judged")
                for key in "benchmark", "metric", "unit", "verdict", "note":
                    same(row[key], guarded(series[key]), key)
                same(row["direction"], series["direction"], "direction")
                for key in ("ratio", "ratio_low", "ratio_high", "tolerance",
                            "rounds", "base_value", "head_value", "base_spread",
                            "head_spread", "control_ratio"):
                    same(float(row[key]) if row[key] else None, series[key], key)
        for item in report["not_judged"]:
            row = next(rows)
            for key in "benchmark", "metric", "verdict":
                same(row[key], guarded(item[key]), key)
            same(row["note"], guarded(item["reason"]), "reason")
            same((row["judged"], row["ratio"]), ("false", ""), "unjudged")
    same(list(rows), [], "further rows")


# ---- JUnit ----

def outcome(case):
    kinds = [child.tag for child in case if child.tag != "system-out"]
    assert len(kinds) <= 1 and set(kinds) <= {"failure", "error", "skipped"}
    for child in case:
        if child.tag != "system-out":
            assert child.get("message")
        if child.tag in ("failure", "error"):
            assert child.get("type")
    return kinds[0] if kinds else "pass"


def check_counts(suite):
    cases = list(suite.iter("testcase"))
    found = [outcome(case) for case in cases]
    same(int(suite.get("tests")), len(cases), "tests")
    for name, kind in (("failures", "failure"), ("errors", "error"),
                       ("skipped", "skipped")):
        same(int(suite.get(name)), found.count(kind), name)
    for case in cases:
        assert case.get("name") and case.get("classname") is not None


def junit_suites(path):
    root = ET.parse(path).getroot()
    same(root.tag, "testsuites", "root")
    check_counts(root)
    for suite in root:
        same(suite.tag, "testsuite", "suite")
        assert suite.get("name")
        same(suite[0].tag, "properties", "properties")
        check_counts(suite)
    return list(root)


def junit_outcome(verdict):
    return {"regressed": "failure", "error": "error", "missing": "error",
            "inconclusive": "skipped", "new": "skipped"}.get(verdict, "pass")


def check_junit(result, path):
    suites = junit_suites(path)
    same(len(suites), len(all_of(result)), "suites")
    for report, suite in zip(all_of(result), suites):
        expected = [(s["benchmark"], s["metric"], junit_outcome(s["verdict"]))
                    for s in report["series"]]
        expected += [(s["benchmark"], s["metric"], "skipped")
                     for s in report["shown"]]
        expected += [(s["benchmark"], s["metric"] or "all metrics",
                      junit_outcome(s["verdict"]).replace("pass", "skipped"))
                     for s in report["not_judged"]]
        found = [(c.get("classname"), c.get("name"), outcome(c))
                 for c in suite.iter("testcase")]
        if len(found) > len(expected):
            same(found.pop(), ("tidemark", "verdict",
                               junit_outcome(report["own_verdict"])), "verdict")
        same(found, [(visible(b), visible(m), o) for b, m, o in expected],
             "testcases")
        properties = {p.get("name"): p.get("value")
                      for p in suite.iter("property")}
        same(properties["verdict"], report["own_verdict"], "verdict")
        for side in "base", "head":
            same(properties.get(side, ""), visible(report[side]["oid"]), side)
        same(properties.get("machine", ""), visible(report["machine"]["key"]),
             "machine")
        assert properties["noise-floor"]


# ---- OpenMetrics ----

def value_family(prefix, unit):
    suffix, divisor = UNITS.get(unit, (None, 1))
    return prefix[0] + (suffix or prefix[1]), divisor


def samples(families, name):
    return families[name].samples if name in families else []


def check_metrics(result, path):
    with open(path, "rb") as file:
        families = openmetrics.parse(file.read())
    several = len(all_of(result)) > 1
    expected = {}

    def expect(family, value, place, *labels):
        if value is not None:
            expected.setdefault((family, place) + labels, []).append(value)

    for place, report in enumerate(all_of(result), 1):
        place = str(place) if several else ""
        expect("tidemark_noise_floor_ratio", report["noise_floor"], place, "", "")
        expect("tidemark_rounds", report["rounds"], place, "", "")
        expect("tidemark_verdict", report["own_verdict"], place, "", "")
        for series in report["series"] + report["shown"]:
            name = visible(series["benchmark"]), visible(series["metric"])
            family, divisor = value_family(
                ("tidemark_series", "_value"), series["unit"])
            for side in "base", "head":
                value = series[side + "_value"]
                expect(family, None if value is None else value / divisor,
                       place, *name, side)
            for family, key in (
                    ("ratio", "ratio"), ("low_ratio", "ratio_low"),
                    ("high_ratio", "ratio_high"),
                    ("tolerance_ratio", "tolerance"),
                    ("base_spread_ratio", "base_spread"),
                    ("head_spread_ratio", "head_spread"),
                    ("control_ratio", "control_ratio"), ("rounds", "rounds")):
                expect("tidemark_series_" + family, series[key], place, *name)
            expect("tidemark_series_verdict", series["verdict"], place, *name)
        for item in report["not_judged"]:
            expect("tidemark_series_verdict", item["verdict"], place,
                   visible(item["benchmark"]), visible(item["metric"]))

    found = {}
    for family in families.values():
        for labels, value in family.samples:
            if family.type == "stateset":
                if not value:
                    continue
                value = labels[family.name]
            if family.type == "info":
                continue
            key = (family.name, labels.get("against", ""),
                   labels.get("benchmark", ""), labels.get("metric", ""))
            if "side" in labels:
                key += (labels["side"],)
            found.setdefault(key, []).append(value)
    same(found, expected, "samples")
    same(len(samples(families, "tidemark_comparison")), len(all_of(result)),
         "comparisons")


# ---- Atom ----

def read_feed(path):
    root = ET.parse(path).getroot()
    same(root.tag, ATOM + "feed", "root")
    ids = []
    for element in [root] + root.findall(ATOM + "entry"):
        for name in "id", "title", "updated":
            same(len(element.findall(ATOM + name)), 1, name)
        ids.append(element.findtext(ATOM + "id"))
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-"
                            r"[89ab][0-9a-f]{3}-[0-9a-f]{12}", ids[-1]), ids[-1]
        datetime.strptime(element.findtext(ATOM + "updated"),
                          "%Y-%m-%dT%H:%M:%SZ")
        assert element.findtext(ATOM + "title")
    same(len(ids), len(set(ids)), "ids that differ")
    assert root.find(f"{ATOM}author/{ATOM}name").text
    for entry in root.findall(ATOM + "entry"):
        same(entry.find(ATOM + "content").get("type"), "text", "content")
    return root


def check_atom(result, path):
    expected = []
    for report in all_of(result):
        told = [s["verdict"] for s in report["series"] + report["not_judged"]]
        order = ["regressed", "error", "missing", "inconclusive"]
        verdict = report["own_verdict"]
        if verdict in order and not set(told) & set(
                order[:order.index(verdict) + 1]):
            told.append(verdict)
        expected += [t for t in told if t not in PASSES]
    root = read_feed(path)
    found = [e.find(ATOM + "category").get("term")
             for e in root.findall(ATOM + "entry")]
    same(sorted(found), sorted(expected), "entries")


# ---- badge ----

def check_badge(pattern, path):
    root = ET.parse(path).getroot()
    same(root.tag, SVG + "svg", "root")
    same(root.get("role"), "img", "role")
    title = root.findtext(SVG + "title")
    same(root.get("aria-label"), title, "label")
    same(": ".join(t.text for t in root.iter(SVG + "text")), title, "texts")
    boxes = list(root.iter(SVG + "rect"))
    same(sum(int(b.get("width")) for b in boxes), int(root.get("width")), "width")
    assert re.fullmatch(pattern, title), (title, pattern)


def badge_of(result):
    verdict = result["verdict"]
    if verdict in PASSES:
        return "tidemark: passing"
    count = sum(s["verdict"] == verdict for report in all_of(result)
                for s in report["series"] + report["not_judged"])
    return f"tidemark: {verdict}" + (f": {count}" if count else "")


# ---- trends ----

def is_worse(series, states):
    drift = series["drift"]
    return (any(c["state"] in states and c["kind"] == "regression" and
                not c["in_drift"] for c in series["change_points"]) or
            drift["found"] and drift["ratio"] > 1 and drift["state"] in states)


def trend_outcome(series):
    suspects = series["suspects"]
    if is_worse(series, ("new", "open")) or suspects["confirmed"] == "regressed":
        return "failure"
    if suspects["count"] and suspects["confirmed"] not in ("pass", "improved") \
            and not (suspects["ratio"] or 2) <= 1:
        return "skipped"
    return "skipped" if series["epochs"][-1]["points"] < 6 else "pass"


def check_trend_junit(result, path):
    suites = junit_suites(path)
    found = [(c.get("classname"), c.get("name"), outcome(c))
             for suite in suites for c in suite.iter("testcase")]
    expected = [(visible(s["benchmark"]), visible(s["metric"] or s["benchmark"]),
                 trend_outcome(s)) for s in result["series"]]
    same(found, expected or [("tidemark", "trend", "skipped")], "testcases")


def check_trend_metrics(result, path):
    with open(path, "rb") as file:
        families = openmetrics.parse(file.read())
    same(samples(families, "tidemark_trend_alarm"),
         [({}, float(result["alarm"]))], "alarm")
    levels = []
    for series in result["series"]:
        family, divisor = value_family(("tidemark_trend_level", ""),
                                       series["unit"])
        if series["level"] is not None:
            levels.append((family, visible(series["benchmark"]),
                           visible(series["metric"]), series["level"] / divisor))
    found = [(name, labels.get("benchmark", ""), labels.get("metric", ""), value)
             for name, family in families.items()
             if name.startswith("tidemark_trend_level")
             for labels, value in family.samples]
    same(sorted(found), sorted(levels), "levels")
    told = sum(value for _, value in samples(families, "tidemark_trend_changes"))
    same(told, sum(not c["in_drift"] for s in result["series"]
                   for c in s["change_points"]), "changes")
    for labels, value in samples(families, "tidemark_trend_changes"):
        if "copy" in labels:
            continue
        series = [s for s in result["series"]
                  if visible(s["benchmark"]) == labels.get("benchmark", "")
                  and visible(s["metric"]) == labels.get("metric", "")][0]
        same(value, sum(c["kind"] == labels["kind"] and not c["in_drift"] and
                        c["state"] == labels["state"]
                        for c in series["change_points"]), labels)
    drifts = [labels["tidemark_trend_drift"] for labels, value
              in samples(families, "tidemark_trend_drift") if value]
    same(sorted(drifts), sorted(s["drift"]["state"] or "none"
                                for s in result["series"]), "drifts")


def check_trend_atom(result, path):
    expected = [(c["state"], c["id"]) for s in result["series"]
                for c in s["change_points"] if not c["in_drift"]]
    expected += [(s["drift"]["state"], s["drift"]["id"])
                 for s in result["series"] if s["drift"]["found"]]
    entries = read_feed(path).findall(ATOM + "entry")
    found = []
    for entry in entries:
        alert = re.search("^alert: (.*)$", entry.findtext(ATOM + "content"), re.M)
        found.append((entry.find(ATOM + "category").get("term"),
                      alert[1] if alert else None))
    same(sorted(found, key=str), sorted(expected, key=str), "entries")


def check_trend_csv(result, path):
    """Each row of a change has the ratios of the JSON's."""
    changes = {(guarded(s["benchmark"]), guarded(s["metric"]), str(c["index"]),
                c["ratio"]) for s in result["series"]
               for c in s["change_points"]}
    for row in read_csv(path):
        if "regressions" in row["section"] or "improvements" in row["section"]:
            key = (row["benchmark"], row["metric"], row["index"],
                   float(row["ratio"]) if row["ratio"] else None)
            assert key in changes, key


def trend_badge(result):
    worse = sum(trend_outcome(s) == "failure" for s in result["series"])
    return f".*: regressed: {worse}" if worse else \
        ".*: (suspect: [0-9]+|steady(: [0-9]+ of [0-9]+)?|unknown)"


def main():
    kind, prefix = sys.argv[1:]
    with open(prefix + ".json", encoding="utf-8") as file:
        result = json.load(file)
    if kind == "check":
        check_csv(result, prefix + ".csv")
        check_junit(result, prefix + ".junit.xml")
        check_metrics(result, prefix + ".openmetrics")
        check_atom(result, prefix + ".atom")
        check_badge(re.escape(badge_of(result)), prefix + ".svg")
    else:
        check_trend_csv(result, prefix + ".csv")
        check_trend_junit(result, prefix + ".junit.xml")
        check_trend_metrics(result, prefix + ".openmetrics")
        check_trend_atom(result, prefix + ".atom")
        check_badge(trend_badge(result), prefix + ".svg")


if __name__ == "__main__":
    main()
