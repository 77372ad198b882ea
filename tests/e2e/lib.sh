# Shared by the end-to-end tests: a temporary world, the program, TAP. A script
# sources this with the build's folder as $1 and ends with `finish`.
# shellcheck shell=bash
set -u
build=$(cd "$1" && pwd)
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tidemark=$build/tidemark
world=$(mktemp -d)
trap 'chmod -R u+w "$world" 2>/dev/null; rm -rf "$world"' EXIT
export HOME=$world/home XDG_CACHE_HOME=$world/cache
export TIDEMARK_LOCK=$world/lock SYNTHETIC_COUNTER=$world/counter
# The benchmarks here count their runs in a file outside of their trees.
export TIDEMARK_SANDBOX=none
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=test@example.org
export GIT_COMMITTER_NAME=Test GIT_COMMITTER_EMAIL=test@example.org
unset GITHUB_EVENT_NAME GITHUB_EVENT_PATH GITHUB_STEP_SUMMARY GITLAB_CI NO_COLOR
mkdir -p "$HOME" "$XDG_CACHE_HOME"
number=0
failures=0
status=0

# ---- TAP ----
ok() { # NAME: a fact that held
	number=$((number + 1))
	echo "ok - $1"
}
not_ok() { # NAME: one that did not, with what the program said
	number=$((number + 1))
	failures=$((failures + 1))
	echo "not ok - $1"
	{
		echo "exit status $status"
		cat "$world/out" "$world/err"
	} 2>/dev/null | tail -25 | sed 's/^/# /'
}
check() { # NAME COMMAND...: the fact is that the command succeeds
	local name=$1
	shift
	if "$@"; then ok "$name"; else not_ok "$name"; fi
}
is() { # NAME FOUND EXPECTED
	echo "found: $2, expected: $3" >>"$world/err"
	check "$1" test "$2" = "$3"
}
finish() {
	[ "$number" -gt 0 ] || echo "not ok - no test ran"
	[ "$failures" -eq 0 ]
	exit
}

# ---- the program ----
run() { # ARGUMENTS...: sets $status and the files out and err
	"$tidemark" "$@" >"$world/out" 2>"$world/err" </dev/null
	status=$?
}
exits() { # NAME CODE ARGUMENTS...
	local name=$1 code=$2
	shift 2
	run "$@"
	if [ "$status" -eq "$code" ]; then
		ok "$name: exit $code"
	else
		not_ok "$name: exit $code"
	fi
}
says() { # NAME REGEX: on standard error
	check "$1" grep -Eq -- "$2" "$world/err"
}
shows() { # NAME REGEX: on standard output
	check "$1" grep -Eq -- "$2" "$world/out"
}
json() { # FILE EXPRESSION: a Python expression over the result r
	python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
sys.exit(0 if eval("(" + sys.argv[2] + ")") else 1)' "$1" "$2"
}

# What JSON Schema says of a document, in the words that our schemas use; of
# another word it says that it does not know it.
conforms() { # FILE SCHEMA
	python3 - "$1" "$2" <<-'END'
		import json, sys
		kinds = {"object": dict, "array": list, "string": str, "boolean": bool,
		    "number": (int, float), "integer": int, "null": type(None)}
		known = {"$schema", "$defs", "title", "description", "type", "enum",
		    "const", "minimum", "required", "properties", "items", "$ref"}
		whole = json.load(open(sys.argv[2]))
		def is_a(value, kind):
		    number = kind in ("number", "integer")
		    return isinstance(value, kinds[kind]) and not (
		        number and isinstance(value, bool))
		def look(value, rule, at):
		    if "$ref" in rule:
		        return look(value, whole["$defs"][rule["$ref"][8:]], at)
		    types = rule.get("type", list(kinds))
		    types = [types] if isinstance(types, str) else types
		    assert rule.keys() <= known, f"{at}: {rule.keys() - known}"
		    assert any(is_a(value, t) for t in types), f"{at}: {types}"
		    assert value in rule.get("enum", [value]), f"{at}: {value}"
		    assert value == rule.get("const", value), f"{at}: {value}"
		    if "minimum" in rule and value is not None:
		        assert value >= rule["minimum"], f"{at}: {value}"
		    if isinstance(value, dict):
		        missing = set(rule.get("required", ())) - value.keys()
		        assert not missing, f"{at}: {missing}"
		        for key in value.keys() & rule.get("properties", {}).keys():
		            look(value[key], rule["properties"][key], f"{at}.{key}")
		    for i, item in enumerate(value if isinstance(value, list) else ()):
		        look(item, rule.get("items", {}), f"{at}[{i}]")
		look(json.load(open(sys.argv[1])), whole, "result")
	END
}

# ---- repositories ----
# A C project that builds tests/e2e/synthetic.c with CMake, whose cost the file
# truth.h states. $1: its folder.
synthetic_repo() {
	mkdir -p "$1/src"
	git -C "$1" init -q -b main
	cp "$tests/synthetic.c" "$1/src/bench.c"
	cat >"$1/CMakeLists.txt" <<-'END'
		cmake_minimum_required(VERSION 3.16)
		project(synthetic C)
		add_executable(bench src/bench.c)
		target_link_libraries(bench m)
	END
	cat >"$1/tidemark.yml" <<-'END'
		version: 1
		build:
		  command: >-
		    cmake -S . -B build -DCMAKE_BUILD_TYPE=Release &&
		    cmake --build build
		  artifacts: [build/bench]
		  inputs: [src, CMakeLists.txt]
		benchmarks:
		  - name: main
		    command: build/bench
		    format: google
		environment: [SYNTHETIC_COUNTER]
	END
	echo 'build/' >"$1/.gitignore"
	truth "$1" 1.00 'the beginning'
}
truth() { # REPO FACTOR SUBJECT: commit a cost, in units of the first one's
	echo "#define TRUTH $2 /* $3 */" >"$1/src/truth.h"
	git -C "$1" add -A
	git -C "$1" commit -q -m "$3"
}
# A project without a build step whose benchmark is the script bench.sh, read
# from standard input. $1: its folder.
script_repo() {
	mkdir -p "$1"
	git -C "$1" init -q -b main
	cat >"$1/bench.sh"
	cat >"$1/tidemark.yml" <<-'END'
		version: 1
		benchmarks:
		  - name: main
		    command: sh bench.sh
		    format: google
		    timeout: 20s
		environment: [SYNTHETIC_COUNTER]
	END
	commit "$1" 'first'
	echo '# second' >>"$1/bench.sh"
	commit "$1" 'second'
}
# The same, whose script prints the series of the file `times`, "name value" a
# line, with 1 % of noise that a counter seeds; a third word names a rate that
# goes down as the value goes up. The file `noise` is another share of noise.
# Where there is a file `crash`, the script prints it and fails. $1: its folder.
times_repo() {
	script_repo "$1" <<'BENCH'
n=$(cat "$SYNTHETIC_COUNTER" 2>/dev/null || echo 0)
echo $((n + 1)) >"$SYNTHETIC_COUNTER"
noise=.01
[ ! -e noise ] || read -r noise <noise
if [ -e crash ]; then
	cat crash >&2
	exit 3
fi
[ ! -e "$SYNTHETIC_COUNTER.hook" ] || . "$SYNTHETIC_COUNTER.hook"
awk -v seed="$n" -v share="$noise" -v drift="${drift:-1}" '
function gauss() {
	return sqrt(-2 * log(1 - rand())) * cos(6.283185307 * rand())
}
function noise() {
	return drift * exp(share * gauss())
}
BEGIN { srand(seed * 7919 + 1); printf "{\"benchmarks\": [" }
{
	printf "%s{\"name\": \"%s\", \"run_type\": \"iteration\", ", comma, $1
	printf "\"iterations\": 1, \"real_time\": %.4f, ", $2 * noise()
	if (NF > 2)
		printf "\"%s\": %.4f, ", $3, 1e9 / ($2 * noise())
	printf "\"cpu_time\": 1, \"time_unit\": \"ns\"}"
	comma = ",\n"
}
END { print "]}" }' times
BENCH
}
timed() { # REPO SUBJECT [NAME VALUE]...: commit what its benchmark prints
	local repo=$1 subject=$2
	shift 2
	[ $# -eq 0 ] || printf '%s %s\n' "$@" >"$repo/times"
	echo "$subject" >"$repo/count"
	commit "$repo" "$subject"
}
timed_alike() { # REPO COUNT: commits that change nothing that is measured
	local i
	for i in $(seq "$2"); do
		timed "$1" "nothing $i after $(oid "$1" HEAD)"
	done
}
oid() { # REPO REVISION
	git -C "$1" rev-parse --verify -q "$2^{commit}"
}
processes() { # of benchmarks that count themselves
	cat "$SYNTHETIC_COUNTER" 2>/dev/null || echo 0
}
commit() { # REPO SUBJECT
	git -C "$1" add -A
	git -C "$1" commit -q --allow-empty -m "$2"
}
row() { # NAME REAL_TIME [MORE]: one row of Google Benchmark's JSON
	printf '{"name": "%s", "run_type": "iteration", "iterations": 1, ' "$1"
	printf '"real_time": %s, "cpu_time": 1, "time_unit": "ns"%s}' \
		"$2" "${3-}"
}
