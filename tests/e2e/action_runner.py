"""Runs the steps of a composite action as GitHub Actions does, and checks the
form of actions and workflows.

    action_runner.py run ACTION ENVIRONMENT.json [NAME=VALUE]...
    action_runner.py check FILE...

`run` takes the inputs NAME=VALUE and, from ENVIRONMENT.json, the contexts
"github" and "runner" and the variables "env". Steps that use another action are
noted in uses.json and do nothing. Exits with the first failing step's status.
The rules are those of "Metadata syntax", "Workflow syntax", "Expressions" and
"Workflow commands" on docs.github.com.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import yaml

TOKENS = re.compile(r"\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|"
                    r"([A-Za-z_][\w-]*)|(==|!=|<=|>=|&&|\|\||[!<>().,\[\]]))")
CONTEXTS = {"inputs", "steps", "github", "runner", "env", "job", "needs",
            "vars"}


class Expression:
    """One expression: a recursive descent over its tokens."""

    def __init__(self, text, contexts, failed=False):
        self.tokens, self.at = [], 0
        self.contexts, self.failed = contexts, failed
        self.status_used = False
        text = text.strip()
        position = 0
        while position < len(text):
            match = TOKENS.match(text, position)
            assert match, "no expression: %r" % text
            self.tokens.append(match.groups())
            position = match.end()

    def next(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else (
            None, None, None, None)

    def take(self, sign):
        if self.next()[3] == sign:
            self.at += 1
            return True
        return False

    def value(self):
        result = self.either()
        assert self.at == len(self.tokens), "more than an expression"
        return result

    def either(self):
        left = self.both()
        while self.take("||"):
            right = self.both()
            left = left or right
        return left

    def both(self):
        left = self.equal()
        while self.take("&&"):
            right = self.equal()
            left = left and right
        return left

    def equal(self):
        left = self.unary()
        for sign, wanted in (("==", True), ("!=", False)):
            if self.take(sign):
                return (self.same(left, self.unary())) == wanted
        return left

    @staticmethod
    def same(a, b):
        if isinstance(a, str) and isinstance(b, str):
            return a.lower() == b.lower()
        return a == b

    def unary(self):
        if self.take("!"):
            return not self.unary()
        if self.take("("):
            inner = self.either()
            assert self.take(")")
            return inner
        text, number, name, _ = self.next()
        self.at += 1
        if text is not None:
            return text[1:-1].replace("''", "'")
        if number is not None:
            return float(number)
        assert name, "an operand was expected"
        if name in ("true", "false"):
            return name == "true"
        return self.call(name) if self.take("(") else self.member(name)

    def call(self, name):
        arguments = []
        while not self.take(")"):
            arguments.append(self.either())
            self.take(",")
        self.status_used |= name in (
            "always", "success", "failure", "cancelled")
        return {
            "always": lambda: True,
            "success": lambda: not self.failed,
            "failure": lambda: self.failed,
            "cancelled": lambda: False,
            "contains": lambda a, b: b in a,
            "startsWith": lambda a, b: a.startswith(b),
            "format": lambda t, *a: re.sub(
                r"\{(\d)\}", lambda m: str(a[int(m.group(1))]), t),
        }[name](*arguments)

    def member(self, name):
        assert name in CONTEXTS, "unknown context %s" % name
        found = self.contexts.get(name, {})
        while self.take("."):
            key = self.next()[2]
            self.at += 1
            found = found.get(key, "") if isinstance(found, dict) else ""
        return found


def fill(text, contexts):
    def one(match):
        value = Expression(match.group(1), contexts).value()
        return str(value).lower() if isinstance(value, bool) else str(value)
    return re.sub(r"\$\{\{(.*?)\}\}", one, str(text), flags=re.S)


def wanted(condition, contexts, failed):
    if condition is None:
        return not failed
    text = str(condition).strip()
    if text.startswith("${{"):
        text = text[3:-2]
    expression = Expression(text, contexts, failed)
    value = expression.value()
    return bool(value) and (expression.status_used or not failed)


def read_outputs(path):
    """NAME=VALUE lines, and NAME<<END ... END."""
    outputs = {}
    with open(path) as file:
        lines = file.read().split("\n")
    while lines:
        line = lines.pop(0)
        if "<<" in line and "=" not in line.split("<<")[0]:
            name, end = line.split("<<", 1)
            value = []
            while lines[0] != end:
                value.append(lines.pop(0))
            lines.pop(0)
            outputs[name] = "\n".join(value)
        elif line:
            name, value = line.split("=", 1)
            outputs[name] = value
    return outputs


class Runner:
    def __init__(self, action, environment, given):
        with open(action) as file:
            self.action = yaml.safe_load(file)
        self.folder = os.path.dirname(os.path.abspath(action))
        known = self.action["inputs"]
        assert set(given) <= set(known), "unknown input"
        self.env = dict(os.environ, **environment["env"])
        self.contexts = {"github": environment["github"], "steps": {},
                         "runner": environment["runner"], "env": self.env}
        self.contexts["inputs"] = {
            name: given.get(name, fill(row.get("default", ""), self.contexts))
            for name, row in known.items()}
        self.failed = 0
        self.used = []

    def shell(self, step):
        with tempfile.TemporaryDirectory() as folder:
            output = os.path.join(folder, "output")
            path = os.path.join(folder, "path")
            for name in (output, path):
                open(name, "w").close()
            env = dict(self.env, GITHUB_OUTPUT=output, GITHUB_PATH=path,
                       GITHUB_ACTION_PATH=self.folder)
            for name, value in step.get("env", {}).items():
                env[name] = fill(value, self.contexts)
            status = subprocess.run(
                ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c",
                 fill(step["run"], self.contexts)], env=env,
                stdin=subprocess.DEVNULL).returncode
            with open(path) as file:
                for line in file:
                    self.env["PATH"] = line.strip() + ":" + self.env["PATH"]
            return status, read_outputs(output)

    def step(self, step):
        if not wanted(step.get("if"), self.contexts, self.failed != 0):
            return {"outcome": "skipped", "outputs": {}}
        if "uses" in step:
            self.used.append({"uses": step["uses"].split("@")[0], "with": {
                key: fill(value, self.contexts)
                for key, value in step.get("with", {}).items()}})
            return {"outcome": "success", "outputs": {}}
        status, outputs = self.shell(step)
        self.failed = self.failed or status
        return {"outcome": "failure" if status else "success",
                "outputs": outputs}

    def run(self):
        for step in self.action["runs"]["steps"]:
            result = self.step(step)
            if "id" in step:
                self.contexts["steps"][step["id"]] = result
        outputs = {name: fill(row["value"], self.contexts)
                   for name, row in self.action["outputs"].items()}
        with open("uses.json", "w") as file:
            json.dump(self.used, file)
        with open("outputs.json", "w") as file:
            json.dump(outputs, file)
        return self.failed


# ---- the form ----
STEP_KEYS = {"name", "id", "if", "uses", "with", "run", "env", "shell",
             "working-directory", "continue-on-error", "timeout-minutes"}
JOB_KEYS = {"runs-on", "timeout-minutes", "steps", "permissions", "needs",
            "if", "environment", "outputs", "strategy", "env", "container"}
FLOW_KEYS = {"name", True, "permissions", "concurrency", "jobs", "env"}


def expressions(value):
    if isinstance(value, dict):
        for row in value.values():
            yield from expressions(row)
    elif isinstance(value, list):
        for row in value:
            yield from expressions(row)
    elif isinstance(value, str):
        yield from re.findall(r"\$\{\{(.*?)\}\}", value, flags=re.S)


def step_faults(steps, inputs):
    seen = set()
    for number, step in enumerate(steps):
        at = "step %d" % (number + 1)
        if ("uses" in step) == ("run" in step):
            yield "%s: not one of uses and run" % at
        if set(step) - STEP_KEYS:
            yield "%s: unknown keys %s" % (at, set(step) - STEP_KEYS)
        if "${{" in step.get("run", ""):
            yield "%s: an expression inside a script" % at
        uses = step.get("uses", "")
        if uses and not uses.startswith("./") and "example/tidemark/" not in \
                uses and not re.search("@[0-9a-f]{40}$", uses):
            yield "%s: %s is not pinned by its commit" % (at, uses)
        for text in list(expressions(step)) + [
                t for t in [str(step.get("if", ""))] if t and "${{" not in t]:
            Expression(text, {}).value()
            for name in re.findall(r"\bsteps\.([\w-]+)", text):
                if name not in seen:
                    yield "%s: there is no step %s before it" % (at, name)
            for name in re.findall(r"\binputs\.([\w-]+)", text):
                if name not in inputs:
                    yield "%s: there is no input %s" % (at, name)
        # What a night has told is kept when it fails, but an empty store never
        # takes the place of one that was not restored.
        if "cache/save" in uses and ".git/tidemark" in step["with"]["path"]:
            for part in ("always()", "steps.store.outcome == 'success'"):
                if part not in str(step.get("if")):
                    yield "%s: it saves without %s" % (at, part)
        seen.add(step.get("id"))


def flow_faults(flow):
    if set(flow) - FLOW_KEYS:
        yield "unknown keys %s" % (set(flow) - FLOW_KEYS)
    if not flow.get(True):
        yield "nothing starts it"
    if "permissions" not in flow:
        yield "it has all permissions"
    trigger = flow[True].get("workflow_dispatch") if isinstance(
        flow[True], dict) else None
    inputs = (trigger or {}).get("inputs", {})
    for name, job in flow["jobs"].items():
        if set(job) - JOB_KEYS:
            yield "job %s: unknown keys %s" % (name, set(job) - JOB_KEYS)
        if "runs-on" not in job or "timeout-minutes" not in job:
            yield "job %s: no machine, or no end" % name
        ids = {step.get("id") for step in job["steps"]}
        for text in list(expressions(job.get("outputs", {}))) + \
                list(expressions(job.get("if", ""))):
            Expression(text, {}).value()
            for step in re.findall(r"\bsteps\.([\w-]+)", text):
                if step not in ids:
                    yield "job %s: there is no step %s" % (name, step)
            for other, output in re.findall(
                    r"\bneeds\.([\w-]+)\.outputs\.([\w-]+)", text):
                if output not in flow["jobs"].get(other, {}).get(
                        "outputs", {}):
                    yield "job %s: %s has no output %s" % (name, other, output)
        for other in [job["needs"]] if isinstance(
                job.get("needs"), str) else job.get("needs", []):
            if other not in flow["jobs"]:
                yield "job %s: needs %s, which is not there" % (name, other)
        yield from step_faults(job["steps"], inputs)


def faults(path):
    with open(path) as file:
        content = yaml.safe_load(file)
    if "runs" in content:
        for step in content["runs"]["steps"]:
            if "run" in step and "shell" not in step:
                yield "a step of an action names its shell"
        yield from step_faults(
            content["runs"]["steps"], content.get("inputs", {}))
        for text in expressions(content.get("outputs", {})):
            Expression(text, {}).value()
    else:
        yield from flow_faults(content)


def main():
    if sys.argv[1] == "check":
        for path in sys.argv[2:]:
            for fault in faults(path):
                print("%s: %s" % (path, fault))
        return 0
    with open(sys.argv[3]) as file:
        environment = json.load(file)
    given = dict(pair.split("=", 1) for pair in sys.argv[4:])
    return Runner(sys.argv[2], environment, given).run()


sys.exit(main())
