#!/bin/bash
# What got worse between measured commits is bisected to its commit.
. "$(dirname "$0")/lib.sh"
result=$world/trend.json
repo=$world/repo
times_repo "$repo"
levels() { # SUBJECT COUNT LINE...: commits of these times
	local subject=$1 count=$2
	shift 2
	for i in $(seq 1 "$count"); do
		printf '%s\n' "$@" >"$repo/times"
		echo "$subject $i" >"$repo/count"
		commit "$repo" "$subject $i"
	done
}
change() { # NAME EXPRESSION over the one change c
	check "$1" json "$result" \
		"(lambda c: $2)([c for s in r['series']
		for c in s['change_points']][0])"
}
levels same 22 'work 1000' 'rest 500'
levels slow 20 'work 1200' 'rest 500'
slow=$(git -C "$repo" rev-parse HEAD~19)
exits 'each fourth commit is measured' 0 -C "$repo" run --last 42 --every 4 \
	--rounds 5
exits 'a change is found' 1 -C "$repo" trend --no-record --json "$result"
change 'of several candidates' 'c["candidates"] == 4 and c["bisect"] is None'

exits 'too little time' 1 -C "$repo" trend --no-record --bisect --budget 1ms \
	--json "$result"
change 'names nobody' 'c["bisect"] is None'
check 'and says why' json "$result" 'any("the budget ended it" in w
	for w in r["warnings"])'
exits 'time enough' 1 -C "$repo" trend --bisect --json "$result"
change 'names the commit' "c['bisect']['status'] == 'found' and
	c['bisect']['oid'] == '$slow' and c['bisect']['probability'] > .95"
shows 'to people, too' "it is ${slow:0:12} slow 1 \([0-9]+ %\)"
runs=$(cat "$SYNTHETIC_COUNTER")
exits 'the next look' 0 -C "$repo" trend --bisect --json "$result"
change 'still names it' "c['bisect']['oid'] == '$slow'"
is 'and measures nothing' "$(cat "$SYNTHETIC_COUNTER")" "$runs"

exits 'a budget is for a bisection' 2 -C "$repo" trend --budget 1m
says 'and the error says so' '--budget goes with --bisect'
TIDEMARK_LOCK=$world/none/lock exits 'what cannot be bisected' 0 -C "$repo" \
	trend --bisect --no-record --json "$result"
check 'is told' json "$result" 'any("could not be bisected" in w
	for w in r["warnings"])'
finish
