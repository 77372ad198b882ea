#!/bin/bash
# What a check is made against: pins, several bases, the history; and a store
# whose values are wrong.
. "$(dirname "$0")/lib.sh"
result=$world/result.json
repo=$world/repo
times_repo "$repo"
level() { # VALUE SUBJECT [MORE]: a commit whose series take that long
	printf 'work %s\n' "$1" >"$repo/times"
	[ -z "${3-}" ] || echo "$3" >>"$repo/times"
	date +%N >"$repo/count"
	commit "$repo" "$2"
}
verdicts() { # of a result file's series, worst first
	python3 -c 'import json, sys
print(*[s["verdict"] for s in json.load(open(sys.argv[1]))["series"]])' \
		"$result"
}
counter() { cat "$SYNTHETIC_COUNTER"; }

# ---- creep: 2 % a commit, which no check of one commit sees ----
level 1000 'release'
git -C "$repo" tag v1
exits 'the release is pinned' 0 -C "$repo" baseline pin stable v1
for i in 1 2 3 4 5 6 7; do
	level "$(awk -v i="$i" 'BEGIN { print 1000 * 1.025 ^ i }')" "creep $i"
done
exits 'the last step is within the tolerance' 0 -C "$repo" check
exits 'the creep since the pin is not' 1 -C "$repo" check --base pin:stable \
	--json "$result"
check 'the report names the pin' json "$result" \
	'r["base_from"] == "pin stable" and r["base"]["subject"] == "release"'
exits 'a bare name is a pin, too' 1 -C "$repo" check --base stable
exits 'a pin that there is not' 3 -C "$repo" check --base pin:none
says 'is named, and the command that makes one' 'baseline pin NAME REV'
exits 'neither a revision nor a pin' 2 -C "$repo" check --base nothing
exits 'several bases' 1 -C "$repo" check --base merge-base --base pin:stable \
	--json "$result"
check 'each has its report, and the worst verdict counts' json "$result" \
	'r["verdict"] == "regressed" and r["own_verdict"] == "pass"
	and len(r["others"]) == 1
	and r["others"][0]["verdict"] == "regressed"
	and r["others"][0]["base"]["subject"] == "release"'
shows 'the text has both' 'against 2 bases: regressed'
for bases in 'pin:none pin:stable' 'pin:stable pin:none' 'no pin:stable'; do
	read -r first second <<<"$bases"
	exits "one that fails hides no regression: $bases" 1 -C "$repo" check \
		--base "$first" --base "$second"
done
exits 'but no pass is one then' 3 -C "$repo" check --base pin:none \
	--base merge-base
shows 'whose report is there all the same' 'check: pass'
exits 'stored samples of a history' 2 -C "$repo" check --stored-only \
	--base history
exits 'the same base twice' 0 -C "$repo" check --base merge-base \
	--base merge-base --json "$result"
check 'is compared with once' json "$result" 'not r["others"]'
exits 'head itself' 0 -C "$repo" check --base =HEAD
shows 'cannot fail, which is told' 'base and head are the same commit'
exits 'a name that means something else' 2 -C "$repo" baseline pin history HEAD
exits 'too many' 2 -C "$repo" check --base a --base a --base a --base a \
	--base a --base a --base a --base a --base a
printf 'baseline: [merge-base, "pin:stable"]\n' >>"$repo/tidemark.yml"
level 1000 'the config asks for both'
level 1188 'the config is the one of the base'
exits 'the config says what it is compared with' 1 -C "$repo" check \
	--json "$result"
check 'both' json "$result" 'len(r["others"]) == 1'
exits 'the command line outweighs it' 0 -C "$repo" check HEAD~1 \
	--base =HEAD~1 --json "$result"
sed -i '/^baseline/d' "$repo/tidemark.yml"
for bad in 'baseline: merge-base' 'baseline: [""]'; do
	echo "$bad" >"$world/bad.yml"
	cat "$repo/tidemark.yml" >>"$world/bad.yml"
	exits "a config with $bad" 2 --config "$world/bad.yml" -C "$repo" check
	says 'is told where' 'bad.yml:1:'
done

# ---- by the history ----
repo=$world/history
times_repo "$repo"
level 1000 'first of many'
exits 'no history yet' 3 -C "$repo" check --base history --json "$result"
check 'is not judged' json "$result" '"no baseline yet" in
	r["not_judged"][0]["reason"] and not r["series"]'
printf 'history:\n  first-run: pass\n' >"$world/first.yml"
cat "$repo/tidemark.yml" >>"$world/first.yml"
exits 'unless the config lets a first run pass' 0 -C "$repo" \
	--config "$world/first.yml" check --base history --json "$result"
check 'which the report says' json "$result" \
	'r["verdict"] == "new" and "no baseline yet" in r["series"][0]["note"]'
for i in 1 2 3 4 5 6 7 8 9 10; do level 1000 "same $i"; done
exits 'the history is measured' 0 -C "$repo" run --last 11
level 1004 'within the band'
before=$(counter)
exits 'a value within the band' 0 -C "$repo" check --base history \
	--json "$result"
check 'passes by the history' json "$result" \
	'r["series"][0]["verdict"] == "pass" and
	r["series"][0]["band_low"] < 1004 < r["series"][0]["band_high"] and
	len(r["series"][0]["samples"]["base"]) == 11'
# One warm-up and ten rounds of one side.
check 'for the price of one side' test $(($(counter) - before)) -le 12
shows 'it says by what' 'within the band of 11 commits'
check 'the seed that was drawn is told' json "$result" 'r["seed"] != "0"'
exits 'a seed that was given' 0 -C "$repo" check --base history --seed 7 \
	--json "$result"
check 'is told' json "$result" 'r["seed"] == "7"'
level 1300 'far outside'
before=$(counter)
exits 'a value outside of the band' 1 -C "$repo" check --base history \
	--json "$result"
check 'is measured in pairs, which decide' json "$result" \
	'r["series"][0]["verdict"] == "regressed" and
	r["series"][0]["band_low"] is None and r["series"][0]["rounds"] >= 14'
check 'with head, base and control' test $(($(counter) - before)) -gt 40
level 1004 'a second series' 'more 50'
exits 'a series without a past' 3 -C "$repo" check --base history \
	--json "$result"
check 'is not judged, the other one is' json "$result" \
	'len(r["series"]) == 1 and r["not_judged"][0]["benchmark"] == "more"'

# ---- what the history must not pass ----
check_history() { # NAME CODE EXPRESSION
	exits "$1" "$2" -C "$repo" check --base history --json "$result"
	check "$1: said so" json "$result" "$3"
}
git -C "$repo" reset -q --hard HEAD~2
sed -i 's/format: google/&\n    metrics: [real_time, hits]\n    smaller: [hits]/' \
	"$repo/tidemark.yml"
level 1000 'hits are declared'
level 1001 'and never printed'
check_history 'a metric that is never printed' 3 \
	'"hits" in [n["metric"] for n in r["not_judged"]]'
git -C "$repo" reset -q --hard HEAD~2
printf 'measure: {max-series: 1}\n' >>"$repo/tidemark.yml"
level 1000 'one series at most'
level 1001 'two are printed' 'more 50'
check_history 'more series than are judged' 3 \
	'"further" in r["not_judged"][-1]["benchmark"]'
git -C "$repo" reset -q --hard HEAD~2
printf 'history: {first-run: pass}\nrules: [{match: "more/*", max: 40ns}]\n' \
	>>"$repo/tidemark.yml"
level 1000 'a limit'
level 1001 'that a new series breaks' 'more 50'
check_history 'a new series beyond its limit' 1 \
	'[s["verdict"] for s in r["series"] if s["benchmark"] == "more"]
	== ["regressed"]'
git -C "$repo" reset -q --hard HEAD~2
printf 'rules: [{match: "*", band: z}]\n' >>"$repo/tidemark.yml"
level 5000 'a slow night'
exits 'is measured' 0 -C "$repo" run
level 1000 'and over'
exits 'is measured, too' 0 -C "$repo" run
level 1400 'slower'
check_history 'within a band that one night made wide' 1 \
	'r["series"][0]["band_high"] is None'
git -C "$repo" reset -q --hard HEAD~3
cat >>"$repo/tidemark.yml" <<-'END2'
	  - name: slow
	    command: sleep .1; sh slow.sh
	    format: google
	environment: [SYNTHETIC_COUNTER]
END2
sed -i '0,/^environment/{/^environment/d}' "$repo/tidemark.yml"
sed 's/ times$/ slowly/' "$repo/bench.sh" >"$repo/slow.sh"
echo 'slow 100' >"$repo/slowly"
for i in 1 2 3 4 5 6 7 8 9; do level 1000 "two benchmarks $i"; done
exits 'both are measured' 0 -C "$repo" run --last 9
echo 'slow 150' >"$repo/slowly"
level 1001 'one is slower'
# Ten rounds of head fit, the pairs do not.
exits 'pairs that do not fit into the budget' 3 -C "$repo" check \
	--base history --budget 2s --json "$result"
check 'leave it unjudged' json "$result" \
	'"slow" in [n["benchmark"] for n in r["not_judged"]]'
git -C "$repo" reset -q --hard HEAD~10

# ---- a store whose values are wrong ----
store=$repo/.git/tidemark/store.db
level 1300 'far outside'
level 1004 'the poison does not matter'
for factor in 2 0.5; do
	sqlite3 "$store" "UPDATE sample SET value = value * $factor;
		UPDATE point SET value = value * $factor;
		UPDATE control SET ratio_log = ratio_log + 1 - $factor;" ||
		not_ok "the store is changed by $factor"
	exits "values times $factor: a pass stays one" 0 -C "$repo" check \
		--base =HEAD~2
	exits "values times $factor: so does a regression" 1 -C "$repo" check \
		HEAD~1 --base =HEAD~2
	exits "values times $factor: the history only asks for pairs" 0 \
		-C "$repo" check --base history --json "$result"
	check 'which decide' json "$result" \
		'r["series"][0]["band_low"] is None and
		r["series"][0]["rounds"] >= 8'
	sqlite3 "$store" "UPDATE sample SET value = value / $factor;
		UPDATE point SET value = value / $factor;"
done
finish
