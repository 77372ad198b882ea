#!/bin/bash
# A history of known truth, night by night: 66 commits with two steps, a drift,
# an improvement, an acknowledged slowdown and a change of machine.
. "$(dirname "$0")/lib.sh"
result=$world/trend.json
repo=$world/repo
times_repo "$repo"
times() { # I: the truth of commit I
	awk -v i="$1" 'BEGIN {
		steps = 1000 * (i >= 20 ? 1.1 : 1) * (i >= 45 ? 1.15 : 1)
		if (i >= 60) steps = 1000
		printf "steps %.3f\n", steps
		printf "better %.3f\n", (i >= 30 ? 880 : 1000)
		printf "drift %.3f\n", 1000 * 1.0025 ^ i
		printf "accepted %.3f\n", (i >= 35 ? 1200 : 1000)
		print "flat 1000"
	}'
}
grow() { # LAST: commits up to it
	for ((; next <= $1; next++)); do
		times "$next" >"$repo/times"
		echo "$next" >"$repo/count"
		commit "$repo" "commit $next"
	done
}
next=0
not_said() { ! grep -q "$1" "$world/out"; }
at() { git -C "$repo" log --format=%H --grep="^commit $1\\($\\|,\\)"; }
# An expression over the series s called NAME, its changes c, and at, the id of
# each commit.
series() { # NAME EXPRESSION
	git -C "$repo" log --format='%H %s' >"$world/log"
	python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
at = {}
for row in open(sys.argv[4]):
    oid, subject = row.split(" ", 1)
    if subject.startswith("commit "): at[int(subject.split()[1].strip(","))] = oid
s = [s for s in r["series"] if s["benchmark"] == sys.argv[2]][0]
c = s["change_points"]
sys.exit(0 if eval("(" + sys.argv[3] + ")") else 1)' \
		"$result" "$1" "$2" "$world/log"
}

exits 'nothing is stored yet' 3 -C "$repo" trend
says 'run is named' 'tidemark run'

# ---- the first nights ----
grow 25
exits 'the first commits are measured' 0 -C "$repo" run --last 26 --rounds 5
exits 'a look does not tell anything' 1 -C "$repo" trend --no-record
exits 'a step is new' 1 -C "$repo" trend --new --json "$result"
shows 'it is told' 'new regressions \(1\)'
check 'the step is found at its commit' series steps \
	'len(c) == 1 and c[0]["oid"] == at[20] and c[0]["state"] == "new"
	and c[0]["kind"] == "regression" and c[0]["candidates"] == 1
	and c[0]["ratio_low"] < 1.1 < c[0]["ratio_high"]'
check 'the flat series has none' series flat 'not c'
id=$(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
print([s for s in r["series"] if s["benchmark"] == "steps"][0][
	"change_points"][0]["id"])' "$result")
exits 'the next night tells nothing new' 0 -C "$repo" trend --new
shows 'and says so' 'nothing new'
exits 'but it is open' 0 -C "$repo" trend
shows 'under its own name' "open regressions \\(1\\)"
shows 'with its id' "$id"
grow 29
exits 'more nights' 0 -C "$repo" run HEAD~4..HEAD --rounds 5
exits 'bring nothing new' 0 -C "$repo" trend --new --json "$result"
check 'the alert keeps its id' series steps \
	"c[0]['id'] == '$id' and c[0]['state'] == 'open'"

# ---- a year later ----
grow 52
exits 'the later commits are measured' 0 -C "$repo" run HEAD~23..HEAD \
	--rounds 5
exits 'two more slowdowns' 1 -C "$repo" trend --new --json "$result"
check 'the second step' series steps 'len(c) == 2 and c[1]["oid"] == at[45]
	and c[1]["state"] == "new" and c[0]["state"] == "open"'
check 'the improvement' series better 'len(c) == 1
	and c[0]["oid"] == at[30] and c[0]["kind"] == "improvement"'
check 'the one to be accepted' series accepted \
	'len(c) == 1 and c[0]["oid"] == at[35]'
check 'the drift is no step' series drift \
	's["drift"]["found"] and s["drift"]["ratio_low"] > 1'
check 'its stairs are told with it' series drift \
	'all(x["in_drift"] for x in c)'
check 'the flat series is flat' series flat \
	'not c and not s["drift"]["found"]'

# ---- one is accepted ----
exits 'the slowdown is accepted' 0 -C "$repo" baseline accept \
	accepted/real_time --factor 1.25 --reason 'exact | rounding' \
	--commits "$(at 34)..$(at 35)"
commit "$repo" 'commit 53, which accepts it'
exits 'it stays as that' 0 -C "$repo" trend --json "$result"
check 'with its reason' series accepted 'c[0]["state"] == "acknowledged"
	and "exact | rounding" in c[0]["note"]'
shows 'under its heading' 'acknowledged \(1\)'
exits 'a release is pinned' 0 -C "$repo" baseline pin v1 "$(at 10)"
exits 'the drift is told by it' 0 -C "$repo" trend --json "$result"
check 'how far it came since' series drift \
	's["pins"][0]["name"] == "v1" and 1.08 < s["pins"][0]["ratio"] < 1.14'

exits 'an older commit' 0 -C "$repo" trend HEAD~30 --since-last
check 'knows nothing of what is over' not_said 'is over'
exits 'the newest points alone' 0 -C "$repo" trend --last 8 --since-last
check 'neither do they' not_said 'is over'
git -C "$repo" mv .tidemark-accept.yml elsewhere.yml
commit "$repo" 'commit 54, which takes it back'
exits 'an acceptance that ended is news' 1 -C "$repo" trend --new \
	--json "$result"
check 'of that series' series accepted 'c[0]["state"] == "new"'
git -C "$repo" mv elsewhere.yml .tidemark-accept.yml
commit "$repo" 'commit 55, which accepts it again'
exits 'it is accepted again' 0 -C "$repo" trend

# ---- the level comes back ----
next=56
grow 66
exits 'the step is mended' 0 -C "$repo" run HEAD~14..HEAD --rounds 5
exits 'nothing is worse' 0 -C "$repo" trend --since-last --json "$result"
check 'both steps are resolved' series steps 'len(c) == 3
	and [x["state"] for x in c] == ["resolved", "resolved", "new"]'
shows 'that is news' 'resolved since the last run \(2\)'
exits 'and told once' 0 -C "$repo" trend --new
check 'not again' grep -q 'nothing new' "$world/out"

# ---- another machine ----
store=$repo/.git/tidemark/store.db
sqlite3 "$store" "INSERT INTO machine (key) VALUES ('another one');
	UPDATE run SET machine_id = (SELECT max(id) FROM machine)
	WHERE id IN (SELECT run_id FROM arm JOIN \"commit\"
		ON \"commit\".id = commit_id
		WHERE subject GLOB 'commit [0-9]'
			OR subject GLOB 'commit 1[0-9]');"
exits 'a machine that changed with the step' 0 -C "$repo" trend --no-record \
	--match 'steps/*' --json "$result" -v
check 'is an epoch of its own' series steps \
	'[e["cause"] for e in s["epochs"]] == ["first", "machine"]
	and s["epochs"][1]["index"] == 20'
check 'across which nothing is compared' series steps \
	'at[20] not in [x["oid"] for x in c]'
shows 'the epoch is shown' 'new machine at point 20'
exits 'the other machine alone' 0 -C "$repo" trend --no-record \
	--match 'steps/*' --machine 'another one' --json "$result"
check 'has twenty points' series steps 'len(s["points"]) == 20'

# ---- a table ----
awk 'BEGIN { for (i = 0; i < 60; i++)
	print i "," (i < 40 ? 100 : 120) + i % 3 }' >"$world/t.csv"
exits 'a table' 1 trend --input "$world/t.csv" --json "$result"
check 'the index is the first of the new level' json "$result" \
	'r["series"][0]["change_points"][0]["index"] == 40'
exits 'more is better' 0 trend --input "$world/t.csv" --bigger
exits 'no file' 2 trend --input "$world/none.csv"
exits 'no table' 2 trend --input "$tidemark"
exits 'a table and a branch' 2 trend --input "$world/t.csv" HEAD
exits 'an unknown method' 2 trend --input "$world/t.csv" --method x
says 'the default is named' 'default'
finish
