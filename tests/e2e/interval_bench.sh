#!/bin/bash
# interval-bench: its commands end to end, with small sizes. What they measure
# is no test's business; that they run, check, report and fail is.
. "$(dirname "$0")/lib.sh"
bench=$build/interval-bench
run() { # ARGUMENTS...: as lib.sh has it, of the other program
	"$bench" "$@" >"$world/out" 2>"$world/err" </dev/null
	status=$?
}
rewrite() { # FROM TO STATEMENT: a Python statement over the JSON document r
	python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
exec(sys.argv[3])
json.dump(r, open(sys.argv[2], "w"))' "$1" "$2" "$3"
}
managers=$("$bench" list | sed -n 's/^manager  *//p')
count=$(wc -w <<<"$managers")

# ---- all commands ----
for command in list protocol scaling memory batch compare regress advise; do
	exits "$command --help" 0 "$command" --help
	shows "$command --help shows its usage" \
		"^usage: interval-bench $command"
	exits "$command with an unknown option" 2 "$command" --nothing
	says "$command says that it is unknown" '--nothing: unknown option'
done

# ---- scaling ----
small=(--min 32 --max 128 --min-time 0.001ms --repetitions 2)
exits 'scaling' 0 scaling "${small[@]}"
for manager in $managers; do
	shows "$manager has its operations" \
		"^scaling/$manager/find_best .*O\\("
	shows "$manager has its streams" "^scaling/$manager/stream .*O\\("
done
shows 'the verdicts are counted' '^[0-9]+ fitted: [0-9]+ as promised'
exits 'scaling --format json' 0 scaling "${small[@]}" --format json \
	--filter '/(boundary|treap)/(find|stream)/'
cp "$world/out" "$world/scaling.json"
check 'rows are named by size' json "$world/scaling.json" \
	'{b["name"] for b in r["benchmarks"]} ==
	{f"scaling/{m}/{o}/{n}" for m in ("boundary", "treap")
	for o in ("find", "stream") for n in (32, 64, 128)}'
check 'each has its repetitions and its fit' json "$world/scaling.json" \
	'len(r["benchmarks"]) == 24 and all(b["real_time"] > 0 and
	b["exponent_low"] <= b["exponent"] <= b["exponent_high"]
	for b in r["benchmarks"])'
check 'the context says what was fitted' json "$world/scaling.json" \
	'"promised O(log n)" in r["context"]["scaling/treap/find"]'
exits 'scaling --format csv' 0 scaling "${small[@]}" --format csv \
	--filter '^scaling/treap/kth/64$'
check 'a row a repetition and a header' \
	test "$(grep -c '^scaling/treap/kth/64,' "$world/out")" -eq 2
exits 'one size and --strict' 2 scaling "${small[@]}" --strict \
	--filter '^scaling/treap/kth/64$'
says 'it says that nothing was fitted' 'nothing was fitted'
exits 'two sizes' 2 scaling --min 128 --max 256
says 'it says how many a fit takes' 'at least 3 sizes'
exits 'a filter that matches nothing' 2 scaling --filter nothing
says 'it gives an example' 'scaling/boundary/find/1024'
exits 'too many repetitions' 2 scaling "${small[@]}" --repetitions 65
says 'it says how many there may be' 'at most 64'

# ---- memory ----
exits 'memory' 0 memory --live 100 --live 1000
for manager in $managers; do
	for phase in loaded churned drained; do
		shows "$manager, $phase, has a line for 1,000" \
			"^$manager/$phase  *1,000 "
	done
done
exits 'memory --format json' 0 memory --live 100 --format json
cp "$world/out" "$world/memory.json"
check 'a row for each manager and phase' json "$world/memory.json" \
	"len(r['benchmarks']) == 3 * $count"
check 'a drained set has a hundredth of its intervals' \
	json "$world/memory.json" 'all(b["intervals"] <= 2
	for b in r["benchmarks"] if "/drained/" in b["name"])'
exits 'memory --live 99' 2 memory --live 99
says 'it says what was expected' 'from 100 to 10000000'

# ---- batch ----
exits 'batch' 0 batch --ops 20000 --rounds 8
for manager in $managers; do
	shows "$manager has batches of 4,096" "^$manager  *4,096 .*x"
done
exits 'batch over few operations' 0 batch --ops 10 --rounds 8 --manager treap
shows 'they have no speed-up' '^treap  *4,096 .* -  *too short a run$'
exits 'batch --format json' 0 batch --ops 1000 --rounds 8 --manager treap \
	--format json
cp "$world/out" "$world/batch.json"
check 'single calls and five sizes, eight rounds each' \
	json "$world/batch.json" '[b["name"] for b in r["benchmarks"]][::8] ==
	["batch/treap/1000"] +
	[f"batch/treap/1000/{n}" for n in (1, 8, 64, 512, 4096)]'

# ---- compare ----
exits 'compare' 0 compare boundary treap --ops 10000 --rounds 8
shows 'it says how many times as fast, or that it cannot' \
	'^[a-z]* is [1-9][0-9.]* times as fast as [a-z]* \(99% inter|^No difference'
exits 'compare over few operations' 0 compare boundary treap --ops 10 \
	--rounds 8
shows 'it says that they are too few' \
	'^boundary and treap: too short a run to tell them apart\.$'
exits 'compare over other streams' 0 compare treap boundary --mix fragmented \
	--live 100 --ops 500 --rounds 8 --format csv
check 'a row for each round of each' \
	test "$(grep -c '^compare/.*/fragmented/live:100/500,' "$world/out")" \
	-eq 16
exits 'compare with itself' 2 compare treap treap
says 'it says what was expected' 'two different managers'
exits 'compare with what is no manager' 2 compare treap nothing
says 'it lists those that there are' 'not one of .*boundary'
exits 'compare with one' 2 compare treap
exits 'too few rounds for an interval' 2 compare treap boundary --rounds 7
says 'it says how many' 'from 8 to 1000'

# ---- regress: the figures are made so that the verdict is certain ----
base=$world/base.json
"$bench" protocol --ops 500 --repetitions 3 --format json >"$base"
scale() { # NAME FACTOR P99: all CPU times by a factor, and all P99
	rewrite "$base" "$world/$1" "for b in r['benchmarks']:
		b['cpu_time'] *= $2; b['p99'] = $3"
}
scale slow.json 1e6 1e12
scale fast.json 1e-6 1e12
scale p99.json 1e6 1e-3
rewrite "$world/slow.json" "$world/gone.json" \
	"r['benchmarks'][-1]['name'] = 'protocol/gone/500'"
rewrite "$base" "$world/empty.json" "r['benchmarks'] = []"
rewrite "$base" "$world/partial.json" "del r['benchmarks'][1]['p99']"
rewrite "$base" "$world/foreign.json" "del r['context']['seed']"
exits 'a baseline that was slower' 0 regress "$world/slow.json"
for manager in $managers; do
	shows "$manager is fine" "^protocol/$manager/500 .* fine$"
done
shows 'it says that this is weak evidence' 'weak evidence'
shows 'it names the better way' 'tidemark check'
exits 'a baseline that was faster' 1 regress "$world/fast.json"
shows 'it says so' '^protocol/boundary/500 .* too slow$'
says 'the error names the file and counts' \
	"fast.json: $count of $count benchmarks failed"
exits 'a baseline whose P99 was lower' 1 regress "$world/p99.json"
shows 'it says so' '^protocol/boundary/500 .* P99 too high$'
exits 'a wide tolerance' 0 regress "$world/slow.json" --rate-tolerance 50% \
	--p99-tolerance 100%
exits 'a tolerance of all' 2 regress "$world/slow.json" --rate-tolerance 100%
says 'it says why not' 'below 100%'
exits 'a benchmark that is gone' 1 regress "$world/gone.json"
shows 'it has a line' '^protocol/gone/500 .* no such benchmark$'
says 'it is a failure' "1 of $((count + 1)) benchmarks failed"
exits 'an empty baseline' 1 regress "$world/empty.json"
says 'it says that it is empty' 'empty.json: it holds no benchmark'
exits 'a row without P99' 1 regress "$world/partial.json"
says 'it names file, row and what was expected' \
	'partial.json: protocol/.*: "p99" of at least 0 was expected'
exits 'a baseline of another tool' 1 regress "$world/foreign.json"
says 'it says what was expected' 'interval-bench protocol --format json'
echo 'name,real_time' >"$world/no.json"
exits 'what is no JSON' 1 regress "$world/no.json"
says 'it names file and line' 'no.json:1:'
exits 'a baseline that is not there' 1 regress "$world/nowhere.json"
says 'it is named' 'nowhere.json'
exits 'no baseline' 2 regress
exits 'a scaling baseline' 1 regress "$world/scaling.json"
exits 'regress --format json' 0 regress "$world/slow.json" --format json
cp "$world/out" "$world/now.json"
check 'the rows are those that were measured' json "$world/now.json" \
	"len(r['benchmarks']) == 5 * $count"

# ---- advise ----
trace=$world/work.trace
exits 'a trace is written' 0 protocol treap --mix fragmented --live 200 \
	--ops 1000 --trace-out "$trace"
exits 'advise' 0 advise "$trace" --rounds 8
shows 'the operations are counted' '^  operations  *1,000 '
shows 'starts are random' 'random access'
shows 'a manager is advised, with a reason' '^Advice: [a-z_]+\. [A-Z]'
shows 'it is confirmed or not' '^(Confirmed|Not confirmed): '
advised=$(sed -n 's/^Advice: \([a-z_]*\)\..*/\1/p' "$world/out")
other=$(grep -vx "$advised" <<<"$managers" | head -1)
sed -n '1p;/^find/{p;q}' "$trace" >"$world/few.trace"
echo 'end 1' >>"$world/few.trace"
exits 'advise by a single operation' 0 advise "$world/few.trace" --rounds 8
shows 'nothing is confirmed by it' \
	'^Not confirmed: too short a run to tell the managers apart\.$'
exits 'advise without the advised one' 0 advise "$trace" --rounds 8 \
	--manager "$other"
shows 'it cannot be confirmed' \
	"^Not confirmed: $advised was not among the managers"
exits 'advise --format json' 0 advise "$trace" --rounds 8 --format json
cp "$world/out" "$world/advise.json"
check 'the context has advice, reason and verdict' json "$world/advise.json" \
	"r['context']['advice'] == '$advised' and r['context']['reason'] and
	'confirmed' in r['context']['verdict']"
head -5 "$trace" >"$world/cut.trace"
exits 'a trace that was cut off' 1 advise "$world/cut.trace"
says 'it is named' 'cut.trace'
exits 'no trace' 2 advise

# ---- output that cannot be written ----
for command in 'scaling --min 32 --max 128 --min-time 0.001ms' \
	'memory --live 100' 'batch --ops 100 --rounds 8' \
	'compare treap boundary --ops 100 --rounds 8' \
	"regress $world/slow.json" "advise $trace --rounds 8"; do
	for format in table json csv; do
		# shellcheck disable=SC2086 # words are wanted
		"$bench" $command --format $format >/dev/full 2>"$world/err"
		status=$?
		check "${command%% *} as $format to a full disk fails" \
			test "$status" -eq 1
	done
done
finish
