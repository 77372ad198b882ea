#!/bin/bash
# The program that make bench-detector runs: its commands, its errors, and that
# its numbers repeat.
. "$(dirname "$0")/lib.sh"
detector=$build/bench/detector
recorded=$tests/../bench/detector/recorded

detector() { # ARGUMENTS...: sets $status and the files out and err
	"$detector" "$@" >"$world/out" 2>"$world/err" </dev/null
	status=$?
}
holds() { # NAME EXPRESSION ARGUMENTS...: of the JSON that is printed
	local name=$1 expression=$2
	shift 2
	detector "$@"
	check "$name" json "$world/out" "$expression"
}
refuses() { # NAME REGEX ARGUMENTS...
	local name=$1 text=$2
	shift 2
	detector "$@"
	check "$name" test "$status" -ne 0
	says "$name: says so" "$text"
}

detector rules
shows 'a rule of ours' '^detector	own	'
shows 'a rule of another tool' '^asv	block	'
detector noises
shows 'a noise model' '^ci,sd=0.03,'

# Of 200 trials at +20 % in quiet noise all are found: nobody's luck is asked.
holds 'a large change is found' \
	'r["trials"] == r["flagged"] == 200 and r["mean_rounds"] >= 14' \
	simulate detector quiet .20 200
holds 'the control is counted' \
	'r["processes"] == round(3 * 200 * r["mean_rounds"])' \
	simulate detector ci 0 200
holds 'a rival takes its runs' \
	'r["mean_processes"] == 18 and r["rounds_p99"] == 9' \
	simulate benchstat ci 0 100 --runs 9
holds 'the interval is looked at' '0 < r["covered"] <= 100' \
	simulate fixed independent .05 100 --runs 20 --coverage

"$detector" simulate detector ci .05 600 -j 1 >"$world/one"
"$detector" simulate detector ci .05 600 -j 4 >"$world/four"
"$detector" simulate detector ci .05 600 --seed 7 >"$world/seed"
check 'threads change nothing' cmp "$world/one" "$world/four"
check 'a seed does' test "$(cmp "$world/one" "$world/seed" 2>&1)" != ''
"$detector" simulate detector sd=.2 .05 600 >"$world/noise"
check 'a noise does' test "$(cmp "$world/one" "$world/noise" 2>&1)" != ''

for file in "$recorded"/*.csv; do
	name=$(basename "$file")
	holds "recorded $name is read" 'r["trials"] == 100' \
		series detector "$file" .10 100
	check "recorded $name is small" \
		test "$(stat -c %s "$file")" -lt 100000
done
check 'four series are recorded' \
	test "$(find "$recorded" -name '*.csv' | wc -l)" -eq 4

mkdir "$world/live"
for side in base ctrl head; do
	cp "$build/bench/workload" "$world/live/$side"
done
for workload in intervals walk cache sort; do
	detector record "$world/live" $workload 1
	shows "a round of $workload is recorded" '^[1-9][0-9]*(,[1-9][0-9]*){8}$'
done
holds 'processes are run' 'r["processes"] == 6' \
	live fixed "$world/live:sort" .10 1 --runs 2

refuses 'an unknown rule' 'rule "guess" is not known' \
	simulate guess ci 0 10
refuses 'an unknown noise' 'noise "loud": expected ci' \
	simulate detector loud 0 10
refuses 'a change that is none' 'change "x": expected a fraction' \
	simulate detector ci x 10
refuses 'no trials' 'trials "0": expected a number' \
	simulate detector ci 0 0
refuses 'a rival without runs' 'expected --runs' simulate asv ci 0 10
refuses 'a file that is not there' 'No such file' \
	series detector "$world/none.csv" 0 10
refuses 'a figure that is none' '"max" is not min' \
	series detector "$world/none.csv" 0 10 --figure max
refuses 'an unknown workload' 'exit status 2' \
	live detector "$world/live:none" 0 1
refuses 'a folder without programs' 'expected a copy of the workload' \
	live detector "$world:sort" 0 1
refuses 'no command' 'detector simulate RULE NOISE CHANGE TRIALS'

finish
