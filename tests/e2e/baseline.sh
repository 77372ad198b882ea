#!/bin/bash
# Pins, and what commits took.
. "$(dirname "$0")/lib.sh"
report=$world/report.json
repo=$world/repo
# Counts that the commit states: the values are known to the digit.
script_repo "$repo" <<'END'
echo '{"benchmarks": ['; cat row; echo ']}'
END
day=10
state() { # VALUE SUBJECT: commit, a day later, what takes that many ns
	day=$((day + 1))
	export GIT_COMMITTER_DATE="2026-01-$day 12:00:00 +0000"
	{
		row 'parse/10' "$1"
		echo ,
		row 'lex $(x)`y`' 50
	} >"$repo/row"
	commit "$repo" "$2"
}
state 100 'as it was'
first=$(git -C "$repo" rev-parse HEAD)
state 80 $'faster \e[31m'
second=$(git -C "$repo" rev-parse HEAD)
state 90 'a little slower'
third=$(git -C "$repo" rev-parse HEAD)
baseline() { run -C "$repo" baseline "$@"; }

# ---- nothing is stored ----
for arguments in list show 'show --archive' 'show HEAD'; do
	# shellcheck disable=SC2086 # words
	exits "$arguments of no store" 3 -C "$repo" baseline $arguments
	says "$arguments names the command that fills it" 'tidemark run'
done
exits 'unpin of no store' 2 -C "$repo" baseline unpin v1
check 'no store was made' test ! -e "$repo/.git/tidemark/store.db"

# ---- pins ----
exits 'pin' 0 -C "$repo" baseline pin v1 "$first"
says 'it is not measured yet' "tidemark run $first measures it"
shows 'what was pinned is told' "^v1 is ${first:0:10} as it was"
exits 'the same pin again' 0 -C "$repo" baseline pin v1 "$first"
exits 'a name that is taken' 2 -C "$repo" baseline pin v1 HEAD
says 'its commit is named' "pin v1: it is commit ${first:0:10} already; --force"
exits 'a name that is moved' 0 -C "$repo" baseline pin --force v1 HEAD
exits 'and back' 0 -C "$repo" baseline pin --force v1 "$first"
exits 'a slash in a name' 0 -C "$repo" baseline pin release/1.0_a-b HEAD~1
for name in '' 'a b' $'a\nb' 'a..b' '$(x)' "$first" 'é'; do
	exits "a bad name, $(printf %q "$name")" 2 \
		-C "$repo" baseline pin "$name" HEAD
	says 'what is allowed is told' 'letters, digits'
done
exits 'an unknown revision' 2 -C "$repo" baseline pin v2 nothing
says 'it is named' 'nothing: no such commit'
exits 'no revision' 2 -C "$repo" baseline pin v2
says 'the usage is told' 'usage: tidemark baseline pin NAME REV'
exits 'unpin of an unknown name' 2 -C "$repo" baseline unpin v9
exits 'no subcommand' 2 -C "$repo" baseline
exits 'an unknown subcommand' 2 -C "$repo" baseline forget
says 'those there are are named' 'one of list, show, pin, unpin, accept was expected'
exits 'an option that does not go with it' 2 -C "$repo" baseline list --force
says 'both are named' '--force does not go with baseline list'
exits 'list' 0 -C "$repo" baseline list --json "$report"
shows 'a pin has a line' "^v1  +${first:0:12}  2026-01-11  yes  +0  as it was"
check 'the JSON has both' json "$report" \
	'[p["name"] for p in r["pins"]] == ["release/1.0_a-b", "v1"]'
check 'the JSON has their commits' json "$report" \
	"[p['oid'] for p in r['pins']] == ['$second', '$first']"

# ---- show ----
exits 'show without samples' 3 -C "$repo" baseline show v1
says 'the command is named' "tidemark run ${first:0:10} measures it"
run -C "$repo" run HEAD~2..HEAD "$first" --rounds 4
run -C "$repo" run "$second" --rounds 5
exits 'show a pin' 0 -C "$repo" baseline show v1
shows 'the commit is told' "^commit ${first:0:12} of 2026-01-11 as it was"
shows 'its values are told' '^parse/10/real_time  +100\.0 ns  +0 %  +4  +1$'
shows 'names are not expanded' '^lex \$\(x\)`y`/real_time'
exits 'show a revision' 0 -C "$repo" baseline show HEAD~1 --json "$report"
check 'no control character is shown' \
	sh -c '! grep -q "$(printf "\\033")" "$1"' - "$world/out"
check 'sessions are put together' json "$report" \
	'[(s["value"], s["samples"], s["sessions"]) for s in r["series"]
	if s["benchmark"] == "parse/10" and s["metric"] == "real_time"] ==
	[(80, 9, 2)]'
check 'the JSON says what it is' json "$report" \
	"r['schema'] == 'tidemark.baseline/1' and r['commit']['oid'] == '$second'"
exits 'show the newest' 0 -C "$repo" baseline show --json -
check 'JSON alone is on standard output' json "$world/out" \
	"r['commit']['oid'] == '$third'"
state 95 'not measured'
exits 'show the newest that was measured' 0 -C "$repo" baseline show
shows 'it is the one before' "^commit ${third:0:12}"
exits 'a revision that was not measured' 3 -C "$repo" baseline show HEAD
exits 'an unknown name' 2 -C "$repo" baseline show nothing

# ---- the archive ----
exits 'the archive' 0 -C "$repo" baseline show --archive --json "$report"
shows 'best and latest are told' \
	"^parse/10/real_time  +80\\.00 ns  ${second:0:12}  +90\\.00 ns  +0 %  ${third:0:12}  +\\+12\\.5 %  +3\$"
check 'the JSON has the same' json "$report" \
	"[(s['best']['oid'], s['latest']['oid'], round(s['ratio'], 9), s['commits'])
	for m in r['machines'] for s in m['series']
	if s['benchmark'] == 'parse/10' and s['metric'] == 'real_time'] ==
	[('$second', '$third', 1.125, 3)]"
exits 'the archive of one commit' 2 -C "$repo" baseline show --archive HEAD
exits 'a place that cannot be written' 3 -C "$repo" baseline list \
	--json "$world/nowhere/x.json"

# ---- another clone of the store, without the commit ----
baseline pin gone HEAD~1
git -C "$repo" reset -q --hard "$first"
git -C "$repo" reflog expire --expire=now --all
git -C "$repo" gc -q --prune=now
exits 'list with a commit that is gone' 0 -C "$repo" baseline list \
	--json "$report"
shows 'it says so' "^gone +${third:0:12}  2026-01-13  no  +1  a little slower"
exits 'show what is gone' 0 -C "$repo" baseline show gone
exits 'unpin' 0 -C "$repo" baseline unpin gone
shows 'what it was is told' "^gone was ${third:0:10}"
baseline unpin v1
baseline unpin release/1.0_a-b
exits 'list of no pins' 0 -C "$repo" baseline list
shows 'how to pin is told' 'tidemark baseline pin NAME REV'
finish
