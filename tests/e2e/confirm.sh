#!/bin/bash
# Suspect last points are settled by rounds of pairs.
. "$(dirname "$0")/lib.sh"
result=$world/trend.json
repo=$world/repo
times_repo "$repo"
level() { # VALUE SUBJECT
	echo "work $1" >"$repo/times"
	echo "$2" >"$repo/count"
	commit "$repo" "$2"
}
suspects() { # NAME EXPRESSION over the suspects s
	check "$1" json "$result" \
		"(lambda s: $2)(r['series'][0]['suspects'])"
}
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do level 1000 "same $i"; done
exits 'a history is measured' 0 -C "$repo" run --last 12 --rounds 5
exits 'nothing is suspect' 0 -C "$repo" trend --confirm --json "$result"
suspects 'so nothing is measured' 's["count"] == 0 and not s["confirmed"]'

# ---- a slow commit ----
level 1300 'slow'
exits 'it is measured' 0 -C "$repo" run --rounds 5
exits 'one point is no change' 0 -C "$repo" trend --json "$result"
suspects 'but suspect' 's["count"] == 1 and s["confirmed"] is None'
shows 'and named' 'suspect.*\(1\)'
exits 'pairs confirm it' 1 -C "$repo" trend --confirm --json "$result"
suspects 'and say so' 's["confirmed"] == "regressed"'
shows 'to people, too' 'pairs say: regressed'

# ---- a slow night ----
git -C "$repo" reset -q --hard HEAD~1
level 1000 'a slow night'
exits 'the same again is measured' 0 -C "$repo" run --rounds 5
sqlite3 "$repo/.git/tidemark/store.db" "UPDATE point SET value = value * 1.3
	WHERE arm_id = (SELECT max(id) FROM arm)"
exits 'pairs do not confirm a night' 0 -C "$repo" trend --confirm \
	--json "$result"
suspects 'and pass it' 's["count"] == 1 and s["confirmed"] == "pass"'

# ---- what cannot be settled ----
exits 'a lock that cannot be taken' 0 -C "$repo" trend --no-record
TIDEMARK_LOCK=$world/none/lock exits 'hides nothing that was found' 0 \
	-C "$repo" trend --confirm --json "$result"
check 'and is told' json "$result" 'any("could not be measured" in w
	for w in r["warnings"])'
finish
