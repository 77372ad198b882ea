#!/bin/bash
# Rules beside the tolerance: absolute effects, static limits, a first run.
. "$(dirname "$0")/lib.sh"
result=$world/result.json

# The benchmark prints the rows that the file `rows` holds; each commit has its
# own. The config of a check is $world/rules.yml.
repo=$world/repo
script_repo "$repo" <<'END'
echo '{"benchmarks": ['; . ./rows; echo ']}'
END
pair() { # ROWS OF BASE, ROWS OF HEAD: shell commands that print them
	{ declare -f row; echo "$1"; } >"$repo/rows"
	commit "$repo" 'base'
	{ declare -f row; echo "$2"; } >"$repo/rows"
	commit "$repo" 'head'
}
rules() { # LINES...: of the one rule, and of what follows
	sed '/^rules:/,$d' "$repo/tidemark.yml" >"$world/rules.yml"
	printf 'rules:\n  - match: "*"\n' >>"$world/rules.yml"
	printf '    %s\n' "$@" >>"$world/rules.yml"
}
checks() { # NAME CODE ARGUMENTS...
	local name=$1 code=$2
	shift 2
	exits "$name" "$code" -C "$repo" --config "$world/rules.yml" check \
		--base =HEAD~1 --no-control --json "$result" --output text "$@"
}

# ---- absolute effects: 100 and 150 ns ----
pair 'row a 100' 'row a 150'
rules 'min-effect: 60ns'
checks 'slower by half, but by less than the effect' 0
shows 'the note says so' 'a/real_time: slower by 50 %, but by less than 60'
shows 'the tolerance is what the effect makes it' '60% +8  pass'
check 'effect and tolerance are in the result' json "$result" \
	'[(s["verdict"], s["tolerance"], s["min_effect"], s["limit"])
	for s in r["series"]] == [("pass", 0.1, 60, None)]'
checks 'a tolerance that is asked for counts alone' 1 --tolerance 10%
rules 'min-effect: 0.04us' 'tolerance: 20%'
checks 'slower by more than both' 1
rules 'min-effect: 0.06us' 'tolerance: 60%'
checks 'slower by less than both' 0
shows 'it is within the tolerance' 'slower, within tolerance'
exits 'compare asks for any change' 1 -C "$repo" --config "$world/rules.yml" \
	compare HEAD~1 HEAD --no-control

# ---- static limits ----
rules 'tolerance: 100%' 'max: 120ns'
checks 'beyond its limit' 1
shows 'it is said which' \
	'a/real_time: .*is 150\.0 ns, beyond its limit of 120\.0 ns'
shows 'and is the worst' '^worst: a/real_time is 150\.0 ns, beyond'
check 'the limit is in the result' json "$result" \
	'[(s["verdict"], s["limit"]) for s in r["series"]]
	== [("regressed", 120)]'
rules 'tolerance: 100%' 'max: 0.2us'
checks 'within its limit' 0
rules 'max: 150'
checks 'at its limit, beyond its tolerance' 1

pair 'row a 100' 'n=$(cat "$SYNTHETIC_COUNTER"); n=${n:-0}
echo $((n + 1)) >"$SYNTHETIC_COUNTER"; row a $((99 + n % 2 * 2))'
echo 0 >"$SYNTHETIC_COUNTER"
rules 'max: 100ns'
checks 'now within its limit and now beyond' 3
shows 'nothing is proven' 'neither within nor beyond its limit of 100'
checks 'is undecided like any other' 0 --inconclusive pass
checks 'or fails like any other' 1 --inconclusive fail
checks 'no rounds at all are not' 3 --inconclusive pass --budget 1ms

pair 'row a 100' 'row a 100; echo ,; row b 150'
rules 'max: 200ns'
checks 'a new series within its limit' 0
check 'stays new' json "$result" \
	'{s["benchmark"]: s["verdict"] for s in r["series"]}
	== {"a": "pass", "b": "new"}'
rules 'max: 120ns'
checks 'a new series beyond its limit' 1
shows 'has no base' 'b/real_time: the base has not got it.*beyond its limit'
rules 'tolerance: 10%'
checks 'a new series without a limit' 0
check 'is not judged' json "$result" \
	'[u["verdict"] for u in r["not_judged"]] == ["new"]'

# ---- rules that do not fit ----
pair 'row a 100' 'row a 100 '
rules 'max: 2MiB'
checks 'a size is no limit of a time' 4
shows 'the rule is named' \
	'error .*a/real_time: the rule "\*" has max: 2MiB, a size, but.* in ns'
rules 'min: 2ms'
checks 'a time has no lower limit' 4
shows 'its own is named' 'its limit is a max'
rules 'min-effect: 2KiB'
checks 'a size is no effect of a time' 4
rules 'max: 2ms' 'min: 1ms'
checks 'two limits' 2
says 'the place is named' 'rules\.yml:[0-9]+:5: rules\[0\]\.min: max is there'
rules 'band: sigma'
checks 'an unknown band' 2
rules 'band: mad 3' 'band-side: worse' 'band-window: 20' 'band-min: 10'
checks 'a band changes no paired verdict' 0 --no-identical

# ---- stored samples: the first run ----
repo=$world/stored
script_repo "$repo" <<'END'
echo '{"benchmarks": ['; . ./rows; echo ']}'
END
pair 'row a 100' 'row a 100 '
rules 'tolerance: 10%'
exits 'head is measured' 0 -C "$repo" run --rounds 3
checks 'there is no baseline' 3 --stored-only
shows 'it is said' 'a/real_time: no baseline yet$'
cat >>"$world/rules.yml" <<'END'
history: {first-run: pass}
END
checks 'a first run may pass' 0 --stored-only
shows 'it is said, too' 'no baseline yet: history\.first-run lets it pass'
check 'it is new' json "$result" \
	'[s["verdict"] for s in r["series"]] == ["new"] and r["verdict"] == "new"'
rules 'max: 90ns'
echo 'history: {first-run: pass}' >>"$world/rules.yml"
checks 'never beyond its limit' 3 --stored-only
shows 'pairs are asked for' 'beyond its limit of 90\.00 ns; measure in pairs'
exits 'base is measured' 0 -C "$repo" run --rounds 3 HEAD~1
rules 'tolerance: 10%'
checks 'then there is a baseline' 0 --stored-only

# ---- noise: 1000 and 1300 ns ----
repo=$world/noise
rm -f "$SYNTHETIC_COUNTER"
synthetic_repo "$repo"
truth "$repo" 1.30 'slower'
rules 'min-effect: 500ns'
checks 'noise, within the effect' 0
rules 'min-effect: 150ns'
checks 'noise, beyond the effect' 1
finish
