#!/bin/bash
# A slowdown is named: its commit, its size, and the evidence, in every format;
# and what is no slowdown is told from one.
. "$(dirname "$0")/lib.sh"
schema=$tests/../../reports/bisect.schema.json
result=$world/bisect.json
page=$world/bisect.md
log=$world/bisect.log
chart=$world/bisect.svg
repo=$world/repo
times_repo "$repo"
sed -i '/^version/a build:\n  command: "true"\n  inputs: [bench.sh, times, count, lib]' \
	"$repo/tidemark.yml"

mkdir "$repo/lib"
timed "$repo" good work 1000 rest 500
first=$(oid "$repo" HEAD)
timed_alike "$repo" 8
echo 'hello' >"$repo/README"
commit "$repo" 'no input of the build'
timed "$repo" 'fast' work 900 rest 500
fast=$(oid "$repo" HEAD)
timed_alike "$repo" 5
same=$(oid "$repo" HEAD)
echo 1 >"$repo/lib/a"
timed "$repo" 'slow' work 1035 rest 500
slow=$(oid "$repo" HEAD)
timed_alike "$repo" 11
bisect() { # NAME CODE ARGUMENTS...
	exits "$1" "$2" -C "$repo" bisect "${@:3}"
}
idle() { # NAME CODE ARGUMENTS...: that no benchmark is run for
	local before
	before=$(processes)
	bisect "$@"
	is "$1: nothing is run" "$(processes)" "$before"
}

# ---- before any search ----
idle 'a dry run' 0 --dry-run "$same"
shows 'of how many commits' '^12 commits, 12 of them can be guilty$'
shows 'what it takes' '^about [0-9]+ runs and [0-9]+ builds'
idle 'a replay of nothing' 3 --replay "$same"
check 'neither begins a store' test ! -e "$repo/.git/tidemark/store.db"

# ---- ends that are no range ----
idle 'GOOD behind BAD' 2 HEAD "$first"
says 'which comes first' "$first.*: GOOD comes first, then BAD|GOOD comes first"
idle 'one commit' 2 HEAD "$(oid "$repo" HEAD)"
says 'is no range' 'are one commit, with nothing between them'
idle 'a name that nothing has' 2 nowhere
says 'is told' 'nowhere'
git -C "$repo" checkout -q -b side "$first"
timed "$repo" 'beside'
git -C "$repo" checkout -q main
idle 'GOOD on another branch' 2 side
says 'the common one is named' "not an ancestor of HEAD.*${first:0:12}"
git -C "$repo" checkout -q --orphan lonely
commit "$repo" 'no parent'
git -C "$repo" checkout -q main
idle 'GOOD of another history' 2 lonely
says 'have nothing in common' 'lonely and HEAD have no commit in common'

# ---- options that do not go together, or mean nothing ----
idle 'a confidence of 2' 2 --confidence 2 "$first"
says 'is no probability' '--confidence 2: a probability'
idle 'a format that there is not' 2 --output cake "$first"
says 'is named' 'cake'
idle 'a replay measures nothing to forget' 2 --replay --restart "$first"
idle 'a dry run has no report' 2 --dry-run --json "$result" "$first"
idle 'a path that leads out' 2 --paths ../etc "$first"
idle 'an expected commit that there is not' 2 --expect nowhere "$first"
idle 'no GOOD' 2
idle 'three ends' 2 "$first" HEAD HEAD

idle 'a replay of what was not begun' 3 --replay "$same"

# ---- it is found ----
export GITHUB_STEP_SUMMARY=$world/summary.md
bisect 'the commit is found' 0 "$same" --json "$result" \
	--output "markdown=$page" --output "git=$log" --output text \
	--chart "$chart"
unset GITHUB_STEP_SUMMARY
shows 'and named' "^found: ${slow:0:12} slow$"
shows 'with its author' '^  by Test, 20'
shows 'its files' '^  changed count, lib/a, times$'
shows 'its size' '^  work/real_time is 1[3-6](\.[0-9])? % slower \[\+[0-9.]+, \+[0-9.]+\], [0-9]+ rounds of pairs'
shows "and how to go on" "^again: tidemark bisect ${same:0:12} $(git -C "$repo" rev-parse HEAD | cut -c1-12)\$"
check 'JSON keeps the schema' conforms "$result" "$schema"
check 'and says the same' json "$result" "r['status'] == 'found' and
	r['culprit']['oid'] == '$slow' and r['probability'] >= .95 and
	1.13 < r['ratio'] < 1.17 and r['good'] == '$same' and
	r['ratio_low'] < r['ratio'] < r['ratio_high'] and
	0 < r['runs'] <= $(processes)"
check 'a series that did not change is told, too' json "$result" \
	"sorted((a['benchmark'], a['status']) for a in r['ranges'][0]['answers'])
	== [('rest', 'no-change'), ('work', 'found')]"
check 'markdown names it' grep -q "^### found: ${slow:0:12} slow" "$page"
check 'the step summary is the markdown' cmp "$page" "$world/summary.md"
check 'the chart names it' grep -q "${slow:0:10}" "$chart"
check 'git takes the log' git -C "$repo" bisect replay "$log" \
	>"$world/out" 2>"$world/err"
shows 'and comes to the same' "^$slow is the first bad commit"
git -C "$repo" bisect reset >/dev/null 2>&1

# ---- it is not measured again ----
idle 'a replay' 0 --replay "$same" --json "$world/replay.json"
check 'finds the same by the same runs' python3 - "$result" \
	"$world/replay.json" <<-'END'
	import json, sys
	a, b = (json.load(open(name)) for name in sys.argv[1:])
	for r in a, b:
	    del r["elapsed_ns"]
	sys.exit(a != b)
END
idle 'the same command' 0 "$same"
idle 'the right one was expected' 0 --expect "$slow" "$same"
idle 'another one was expected' 1 --expect "$slow~1" "$same"
before=$(processes)
bisect 'a restart' 0 --restart "$same" --json "$result"
check 'measures anew' test "$(processes)" -gt "$before"
check 'and counts its own runs alone' json "$result" \
	"0 < r['runs'] <= $(processes) - $before"

# ---- what is no slowdown ----
bisect 'no change' 3 "$fast" "$same" --json "$result"
shows 'is told' '^no-change: the ends are the same$'
check 'JSON has no culprit' json "$result" \
	"r['status'] == 'no-change' and r['culprit'] is None"
check 'and keeps the schema' conforms "$result" "$schema"
bisect 'an improvement' 3 "$first" "$same" --series 'work/*'
shows 'is the other way round' '^reversed: .* is faster than '
bisect 'that is searched for' 0 --improvement "$first" "$same" --json "$result" \
	--output "git=$log" --output text
shows 'is found' "^found: ${fast:0:12} fast$"
check 'a ratio below 1 is better' json "$result" \
	"r['improvement'] and r['culprit']['oid'] == '$fast' and
	.88 < r['ratio'] < .92 and r['ratio_high'] < 1"
check 'git takes that log, too' git -C "$repo" bisect replay "$log" \
	>"$world/out" 2>"$world/err"
shows 'in its own words' "^$fast is the first better commit"
git -C "$repo" bisect reset >/dev/null 2>&1
bisect 'less than the tolerance' 3 --tolerance 20% "$same"
shows 'is no change' '^no-change: '

# ---- what is searched ----
bisect 'one series' 3 --series 'rest*' "$same"
shows 'is all that is searched' '^  rest/real_time'
check 'the other one is not' sh -c "! grep -q work/ '$world/out'"
bisect 'a series that there is not' 3 --series 'nothing/*' "$same"
says 'is told' 'no judged series of both ends matches nothing/\*'
bisect 'only commits that touch a path' 0 --paths lib "$same" --json "$result"
check 'can be guilty' json "$result" "r['culprit']['oid'] == '$slow' and
	len(r['ranges'][0]['innocent']) == 11"
bisect 'commits that touch a path that is innocent' 3 --paths README "$same"

# ---- a budget ----
bisect 'too small a budget' 3 --budget 1ms --tolerance 3% "$same"
shows 'says that it goes on' 'the budget ended it: the same command goes on'
bisect 'the same without one' 0 --tolerance 3% "$same"
shows 'ends it' "^found: ${slow:0:12} slow$"

# ---- bigger is better ----
sed -i '/format:/a \    metrics: [items_per_second]' "$repo/tidemark.yml"
timed "$repo" 'rates' 'work 1000' items_per_second
timed_alike "$repo" 3
timed "$repo" 'fewer' 'work 1150' items_per_second
timed_alike "$repo" 4
bisect 'a rate that falls' 0 'HEAD~8' --json "$result"
check 'is a slowdown' json "$result" \
	"r['culprit']['subject'] == 'fewer' and 1.13 < r['ratio'] < 1.17 and
	r['ranges'][0]['answers'][0]['direction'] == 'bigger'"
finish
