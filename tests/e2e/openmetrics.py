"""Whether a text is OpenMetrics 1.0: openmetrics.py FILE.

Written from the published rules alone: the grammar, where the lines of a family
stand, suffixes, units, statesets and infos, equal samples, the end. Says what is
wrong with its line, and exits with 1. parse() gives others the samples.
"""
import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r"[a-zA-Z_][a-zA-Z0-9_]*"
NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
VALUE = re.compile(rf"(?:{NUMBER}|[-+]?[Ii]nf(?:inity)?|[Nn]a[Nn])\Z")
PAIR = re.compile(rf'({LABEL})="((?:[^"\\\n]|\\[\\n"])*)"')
METADATA = re.compile(rf"# (TYPE|UNIT|HELP) ({NAME}) (.*)\Z")
TYPES = {"counter", "gauge", "histogram", "gaugehistogram", "stateset", "info",
         "summary", "unknown"}
SUFFIXES = {
    "counter": {"_total", "_created"},
    "gauge": {""},
    "info": {"_info"},
    "stateset": {""},
    "unknown": {""},
}
RESERVED = ("_total", "_created", "_info", "_bucket", "_count", "_sum", "_gcount",
            "_gsum")


class Wrong(Exception):
    pass


class Family:
    def __init__(self, name):
        self.name = name
        self.type = "unknown"
        self.unit = ""
        self.told = set()
        self.keys = set()
        self.metrics = set()
        self.last = None
        self.samples = []


def unescape(text):
    return re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), text)


def labels_of(text):
    labels = {}
    at = 0
    while at < len(text):
        pair = PAIR.match(text, at)
        if not pair:
            raise Wrong("not a label: " + text[at:at + 40])
        if pair[1] in labels:
            raise Wrong("twice the label " + pair[1])
        if pair[1].startswith("__"):
            raise Wrong("a reserved label: " + pair[1])
        labels[pair[1]] = unescape(pair[2])
        at = pair.end()
        if at < len(text):
            if text[at] != "," or at + 1 == len(text):
                raise Wrong("no comma between labels")
            at += 1
    return labels


def sample_of(line):
    name = re.match(NAME, line)
    if not name:
        raise Wrong("neither a sample nor a comment of the format")
    at = name.end()
    labels = {}
    if line[at:at + 1] == "{":
        inside = re.compile(r'\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\}').match(line, at)
        if not inside:
            raise Wrong("labels that do not end")
        labels = labels_of(inside[1])
        at = inside.end()
    if line[at:at + 1] != " " or not VALUE.match(line[at + 1:]):
        raise Wrong("not one space and a value: " + line[at:])
    return name[0], labels, float(line[at + 1:])


def check_metadata(family, kind, text):
    if kind in family.told:
        raise Wrong(f"{kind} twice")
    if family.samples:
        raise Wrong(f"{kind} behind a sample")
    family.told.add(kind)
    if kind == "TYPE":
        if text not in TYPES:
            raise Wrong("no such type: " + text)
        family.type = text
    elif kind == "UNIT":
        if text and not family.name.endswith("_" + text):
            raise Wrong(f"the name does not end in its unit {text}")
        family.unit = text
    elif re.search(r"(?<!\\)(?:\\\\)*\\(?![\\n\"])", text):
        raise Wrong("a backslash that escapes nothing")


def identity(labels):
    """An empty label is one that is not there."""
    return frozenset((k, v) for k, v in labels.items() if v)


def check_sample(family, name, labels, value):
    suffix = name[len(family.name):]
    if suffix not in SUFFIXES.get(family.type, {""}):
        raise Wrong(f"the suffix {suffix!r} is none of a {family.type}")
    key = identity(labels)
    if key in family.keys:
        raise Wrong("the same sample twice")
    family.keys.add(key)
    metric = identity({k: v for k, v in labels.items()
                       if family.type != "stateset" or k != family.name})
    if metric in family.metrics and metric != family.last:
        raise Wrong("other samples between those of a metric")
    family.metrics.add(metric)
    family.last = metric
    if family.type == "info" and value != 1:
        raise Wrong("an info that is not 1")
    if family.type == "stateset":
        if value not in (0, 1):
            raise Wrong("a state that is neither 0 nor 1")
        if family.name not in labels:
            raise Wrong("a state without its label")
    family.samples.append((labels, value))


def end_family(family):
    if family is None:
        return
    if family.unit and family.type in ("info", "stateset"):
        raise Wrong(f"{family.name}: a {family.type} has no unit")
    if family.name.endswith(RESERVED):
        raise Wrong(f"{family.name}: a reserved suffix")


def belongs(family, name):
    return family is not None and (
        name == family.name or name[len(family.name):] in
        SUFFIXES.get(family.type, {""}) and name.startswith(family.name))


def parse(data):
    """The families of a text by name; raises Wrong."""
    text = data.decode("utf-8")
    if not text.endswith("# EOF\n"):
        raise Wrong("no # EOF as the last line")
    families = {}
    family = None
    lines = text[:-len("# EOF\n")].split("\n")
    if lines.pop():
        raise Wrong("# EOF does not begin its line")
    for number, line in enumerate(lines, 1):
        try:
            metadata = METADATA.match(line)
            sample = None if line.startswith("#") else sample_of(line)
            if not metadata and not sample:
                raise Wrong("a comment that is none of the format")
            name = metadata[2] if metadata else sample[0]
            if not (family is not None and name == family.name if metadata
                    else belongs(family, name)):
                end_family(family)
                if name in families:
                    raise Wrong("the family was told before: " + name)
                family = families[name] = Family(name)
            if metadata:
                check_metadata(family, metadata[1], metadata[3])
            else:
                check_sample(family, *sample)
        except Wrong as wrong:
            raise Wrong(f"line {number}: {wrong}") from None
    end_family(family)
    return families


def main():
    try:
        with open(sys.argv[1], "rb") as file:
            parse(file.read())
    except (Wrong, UnicodeDecodeError) as wrong:
        print(f"{sys.argv[1]}: {wrong}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
