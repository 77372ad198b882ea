#!/bin/bash
# Instruction counts, the second witness: exact verdicts, and what they add to
# those of times. The times are made up, the work is counted.
. "$(dirname "$0")/lib.sh"
result=$world/result.json
repo=$world/repo
mkdir "$repo" && git -C "$repo" init -q -b main
cp "$tests/counted.c" "$repo/bench.c"
cat >"$repo/tidemark.yml" <<'END'
version: 1
build:
  command: cc -O1 -o bench bench.c
benchmarks:
  - name: main
    command: ./bench
    metrics: [instructions]
END
echo bench >"$repo/.gitignore"

work() { # STEPS NS SUBJECT: commit an amount of work, and the time it claims
	printf '#define WORK %s\n#define NS "%s"\n' "$1" "$2" >"$repo/work.h"
	git -C "$repo" add -A
	git -C "$repo" commit -q -m "$3"
}
with() { # SED-SCRIPT: a config of its own
	sed "$1" "$repo/tidemark.yml" >"$world/with.yml"
}
# A Python expression over the rows by their metrics, m.
metrics() { # NAME EXPRESSION
	check "$1" json "$result" \
		'(lambda m: '"$2"')({s["metric"]: s for s in r["series"]})'
}
times='s/\[instructions\]/[real_time, instructions]/'

# ---- counts alone ----
work 10000000 100 'base'
work 10300000 100 'three percent more'
exits 'more instructions' 1 -C "$repo" check --json "$result"
# Six instructions a step, and some hundred thousand for starting: 1.8 million
# more than 60.3 million are 2.985 %.
metrics '+3 % work reads as that' \
	'1.029 < m["instructions"]["ratio"] < 1.03'
metrics 'there is no interval, and one round' \
	'm["instructions"]["ratio_low"] is None and
	m["instructions"]["rounds"] == 1'
metrics 'its tolerance is its own' 'm["instructions"]["tolerance"] == 0.003'
metrics 'base and head were counted twice, the control once' \
	'[len(m["instructions"]["samples"][s])
	for s in ("base", "control", "head")] == [2, 1, 2]'
check 'no rounds were needed: these are all the processes' json "$result" \
	'r["processes"] == 5 and r["rounds"] == 0'
check 'who counts is said' json "$result" \
	'r["machine"]["provenance"]["instructions"] in
	("valgrind", "the processor'"'"'s counter")'
says 'the phase is announced' 'counting instructions of 1 benchmark'
exits 'the other way round' 0 -C "$repo" compare HEAD HEAD~1 --json "$result"
metrics 'it is an improvement' 'm["instructions"]["verdict"] == "improved"'
exits 'without a control' 1 -C "$repo" check --no-control --json "$result"
check 'two counts a side are made' json "$result" 'r["processes"] == 4'

# ---- tolerances ----
with '$a rules: [{match: "*", tolerance: 10%}]'
exits 'a star means times' 1 -C "$repo" --config "$world/with.yml" check
shows 'the rule matches nothing here, and that is said' 'matches no series'
exits 'so does --tolerance' 1 -C "$repo" check --tolerance 10%
with '$a rules: [{match: "*", tolerance: 10%}, {match: "*/instructions", tolerance: 5%}]'
exits 'a rule that names them decides' 0 -C "$repo" \
	--config "$world/with.yml" check --json "$result"
metrics 'it is their tolerance' 'm["instructions"]["tolerance"] == 0.05'

# ---- counts beside times ----
with "$times"
exits 'more instructions, equal time' 1 -C "$repo" --config "$world/with.yml" \
	check --json "$result"
metrics 'the time keeps its verdict, with a note' \
	'm["real_time"]["verdict"] == "pass" and
	m["real_time"]["note"].startswith("instructions +2.9")'
check "the harness's own count is no series" json "$result" \
	'[s["benchmark"] for s in r["series"] + r["shown"]
	if s["metric"] == "instructions"] == ["main"]'
work 10300000 150 'slower with the same work'
exits 'equal instructions, more time' 1 -C "$repo" \
	--config "$world/with.yml" check --json "$result"
metrics 'that is not instruction-related' \
	'm["real_time"]["verdict"] == "regressed" and
	m["real_time"]["note"] ==
	"not instruction-related: instructions are equal within 0.3 %" and
	m["instructions"]["verdict"] == "pass"'
work 10609000 200 'slower with more work'
exits 'more of both' 1 -C "$repo" --config "$world/with.yml" check \
	--json "$result"
metrics 'that is certain' 'm["real_time"]["note"].startswith(
	"high confidence: 2.9") and "% more" in m["real_time"]["note"]'

# ---- counts that say nothing ----
with 's/command: .\/bench$/command: .\/bench adapt/'
exits 'counts that do not repeat' 3 -C "$repo" --config "$world/with.yml" \
	check --json "$result"
metrics 'are told with the likely cause' \
	'm["instructions"]["note"].startswith("counts do not repeat: ") and
	"adapt its iterations" in m["instructions"]["note"]'
with 's/command: .\/bench$/command: echo oops >\&2; exit 3/'
exits 'a benchmark that fails' 4 -C "$repo" --config "$world/with.yml" check
shows 'it is named with how, and what it wrote' \
	'error .*main/instructions: base side, counted by .*exit status 3'
shows 'with its words' 'oops'
if ! command -v valgrind >/dev/null; then
	echo '# valgrind is not installed: not tried with it'
	finish
fi
with 's/command: .\/bench$/command: kill -ILL $$/'
exits 'an instruction that valgrind does not know' 4 -C "$repo" \
	--config "$world/with.yml" check
grep -q 'counted by valgrind' "$world/out" &&
	shows 'what to do is said' 'valgrind does not know an instruction.*AVX-512'
with 's/command: .\/bench$/command: rm -f up; sh -c "touch up; sleep 600" \& while [ ! -e up ]; do :; done; kill -9 $!; .\/bench/'
run -C "$repo" --config "$world/with.yml" check
if grep -q 'counted by valgrind' "$world/out"; then
	check 'a process that was killed is an error: exit 4' \
		test "$status" -eq 4
	shows 'its work was not counted' 'killed before valgrind could'
fi
check 'no file of a count is left' \
	sh -c "! ls '$repo/.git/tidemark/logs' | grep counting-"

# ---- neither source ----
mkdir "$world/bin"
for tool in git cc sh ld as; do
	ln -s "$(command -v $tool)" "$world/bin/$tool"
done
if grep -q 'counted by valgrind' "$world/out"; then
	PATH=$world/bin "$tidemark" -C "$repo" check >"$world/out" \
		2>"$world/err"
	status=$?
	check 'what cannot be counted does not pass: exit 3' \
		test "$status" -eq 3
	shows 'why is said' 'missing .*main/instructions: .*cannot be counted'
fi

# ---- the store ----
exits 'run counts too' 0 -C "$repo" run --last 2
shows 'that is one series' ' 1 series, 0 rounds'
exits 'it is not counted again' 0 -C "$repo" run --skip-existing HEAD
shows 'the samples are there' 'has samples already'
exits 'stored counts are compared' 3 -C "$repo" check --stored-only \
	--json "$result"
metrics 'as exactly' '1.029 < m["instructions"]["ratio"] < 1.03'
commit "$repo" 'no change'
run -C "$repo" run HEAD
exits 'equal ones pass' 0 -C "$repo" check --stored-only
finish
