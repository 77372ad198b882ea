#!/bin/bash
# Acknowledgements: they count from the base, within their range, up to what
# they say and until they expire; and the file is checked by the gate itself.
. "$(dirname "$0")/lib.sh"
result=$world/result.json
file=.tidemark-accept.yml
soon=$(date -u -d '+100 days' +%F)

# A repository whose benchmark prints the rows that the file `row` holds: a is
# 100, then 200; b is 50 on both.
slow() {
	rm -rf "$world/slow"
	repo=$world/slow
	script_repo "$repo" <<-'END'
		echo '{"benchmarks": ['; cat row; echo ']}'
	END
	values 100 'base'
	base=$(git -C "$repo" rev-parse HEAD)
	git -C "$repo" checkout -q -b topic
	values 200 'slower'
	slower=$(git -C "$repo" rev-parse HEAD)
}
values() { # NS SUBJECT: commit a time of a
	echo "$(row a "$1"), $(row b 50)" >"$repo/row"
	commit "$repo" "$2"
}
entry() { # MATCH COMMITS AMOUNT [EXPIRES]: one entry of the file
	printf '  - match: "%s"\n    metric: real_time\n' "$1"
	printf '    commits: %s\n    %s\n' "$2" "$3"
	printf '    reason: it is worth it\n    author: A. Person\n'
	printf '    expires: %s\n' "${4-$soon}"
}
accept() { # ARGUMENTS of entry: commit a file with one entry
	{
		printf 'version: 1\naccept:\n'
		entry "$@"
	} >"$repo/$file"
	commit "$repo" 'accept'
}
# The base of a check that has the slowdown and the entry beside it: main
# accepts what topic is about to bring.
accept_on_main() { # ARGUMENTS of entry
	git -C "$repo" checkout -q main
	accept "$@"
	git -C "$repo" checkout -q topic
	git -C "$repo" merge -q -m 'merge main' main
}

# ---- from the base only ----
slow
exits 'a slowdown' 1 -C "$repo" check
accept a "$base..$slower" 'factor: 2.05'
exits 'what the change itself accepts does not count' 1 -C "$repo" check
shows 'that is said' 'accept\[0\] is new in head and does not count'
run -C "$repo" check --json "$result"
noted() { # TEXT: in the note of a
	json "$result" 'any("'"$1"'" in (s["note"] or "")
		for s in r["series"] if s["benchmark"] == "a")'
}
check 'with the series' noted 'accept[0] is new in head and does not count (--a'
exits 'with --allow-new-accepts it does' 0 -C "$repo" check \
	--allow-new-accepts --json "$result"
check 'the series is acknowledged, with who and why' json "$result" \
	'r["verdict"] == "acknowledged" and [s["acknowledged"]
	for s in r["series"] if s["benchmark"] == "a"] == [{
	"reason": "it is worth it", "author": "A. Person",
	"expires": "'"$soon"'", "entry": ".tidemark-accept.yml accept[0]"}]'
check 'the others have none' json "$result" \
	'[s["acknowledged"] for s in r["series"]
	if s["benchmark"] == "b"] == [None]'
check 'the new entry is listed' json "$result" \
	'any("is new in head and counts" in w for w in r["warnings"])'
exits 'the text says so, too' 0 -C "$repo" check --allow-new-accepts
shows 'with its entry' \
	'acknowledged: it is worth it \(A. Person, until .* accept\[0\]\)'
exits 'stored samples are judged as before' 3 -C "$repo" check --stored-only
exits 'compare asks nobody' 1 -C "$repo" compare "$base" HEAD --tolerance 10%

slow
accept_on_main a "$base..$slower" 'factor: 2.05'
exits 'what the base accepts counts' 0 -C "$repo" check --json "$result"
check 'it is acknowledged' json "$result" 'r["verdict"] == "acknowledged"'
git -C "$repo" rm -q "$file"
commit "$repo" 'removed'
exits 'also where head removes it' 0 -C "$repo" check
values 400 'slower again'
exits 'but no more than it says' 1 -C "$repo" check
shows 'how much that is, is said' \
	'beyond what .tidemark-accept.yml accept\[0\] accepts \(factor 2.05\)'
git -C "$repo" checkout -q main
git -C "$repo" merge -q -m 'merge topic' "$slower"
values 400 'slower on main'
exits 'a range that is merged is over' 1 -C "$repo" check main
slow
accept_on_main a "$base.." "level: 201ns"
exits 'a level is accepted' 0 -C "$repo" check
shows 'an open range says until when' "is open: $base.. counts until $soon"
values 210 'slower again'
exits 'and no more than that' 1 -C "$repo" check
shows 'it is said' 'accepts \(level 201ns\)'

# ---- commits that are not here ----
slow
accept_on_main a "$base..00000000000000000000000000000000deadbeef" 'factor: 3'
exits 'a range that is not here does not count' 1 -C "$repo" check
shows 'it is told' 'accept\[0\] does not count: 0*deadbeef: no such commit'

git -C "$repo" checkout -q topic
git -C "$repo" reset -q --hard "$slower"
accept a "$base..$slower" 'factor: 2.05'
git -C "$repo" reset -q --soft "$base"
git -C "$repo" commit -q -m 'topic as one commit'
exits 'nor one that was rewritten' 1 -C "$repo" check --json "$result"
check 'that is said of the series' \
	noted "accept[0] names ${slower:0:12}, which head does not contain"

# ---- merged elsewhere ----
slow
git -C "$repo" checkout -q main
accept a "$base..$slower" 'factor: 2.05'
git -C "$repo" checkout -q topic
exits 'what main alone has does not count' 1 -C "$repo" check --json "$result"
check 'where it stands is said' noted "accept[0] stands in main, but not in \
the base ${base:0:7}: merge it into the branch"

# ---- squashed ----
slow
accept a "$base..$slower" 'factor: 2.05'
git -C "$repo" checkout -q main
git -C "$repo" merge -q --squash topic >"$world/out"
commit "$repo" 'squashed'
values 400 'slower again'
exits 'the range of a squashed branch is over' 1 -C "$repo" check

# ---- what is wrong in head's file ----
refuses() { # NAME REGEX CHECK-ARGUMENTS...
	local name=$1 regex=$2
	shift 2
	rm -rf "$world/cache"
	exits "$name" 2 -C "$repo" check "$@"
	says "$name: it says where" "$regex"
	check "$name: nothing was built" sh -c \
		'! ls "$1" 2>/dev/null | grep -q .' - "$world/cache/tidemark"
}
slow
accept a "$base..$slower" 'factor: 2.05' 2024-02-29
refuses 'an expired entry' \
	"$file at [0-9a-f]{10}:9:5: accept\[0\].expires: 2024-02-29 is over"
values 400 'slower again'
exits 'one that is merged stops nobody' 1 -C "$repo" check --base HEAD~1
shows 'but it is to be removed' \
	'accept\[0\] expired on 2024-02-29 and does not count any more: remove'
accept a "$base..$slower" 'factor: 2.05' 2099-01-01
refuses 'an entry for ever' 'accept\[0\].expires: .*more than two years'
accept a "$slower..$base" 'factor: 2.05'
refuses 'a range from late to early' ':5:5: accept\[0\].commits: .*no ancestor'
accept a "$base..$slower" 'factor: 0.9'
refuses 'a factor below 1' ':6:5: accept\[0\].factor: "0.9" is not a number'
echo 'version: [' >"$repo/$file"
commit "$repo" 'broken'
refuses 'no YAML' "$file at [0-9a-f]{10}:"
git -C "$repo" rm -q "$file"
commit "$repo" 'removed'
broken=$(git -C "$repo" rev-parse --short=10 HEAD~1)
refuses 'the same in the base' "$file at $broken:" --base HEAD~1

# ---- what the measuring shows ----
slow
accept 'c/*' "$base..$slower" 'factor: 2.05'
values 100 'fast again'
exits 'an entry for no series fails the check' 4 -C "$repo" check
shows 'it is named' 'accept\[0\]: no series matches c/\*, metric real_time'
slow
accept_on_main '[ab]' "$base..$slower" 'factor: 2.05'
exits 'an entry that takes in what passes' 4 -C "$repo" check
shows 'it is wider than needed' 'wider than needed: it also matches b'
slow
accept_on_main a "$base..$slower" 'factor: 2.5'
exits 'a factor that is too big' 4 -C "$repo" check
shows 'so is it' 'accept\[0\]: wider than needed: the whole interval'
exits 'an identical check does not ask' 0 -C "$repo" check --base =HEAD

# ---- in a history ----
# main: 12 commits of 100, the merge of topic, 12 of 200; each with some noise.
slow
git -C "$repo" checkout -q main
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	values "100.$((i * i * 7 % 10))" "fast $i"
done
git -C "$repo" checkout -q topic
git -C "$repo" merge -q -s ours -m 'merge main' main
fork=$(git -C "$repo" rev-parse main)
git -C "$repo" checkout -q main
git -C "$repo" merge -q --no-ff -m 'merge topic' topic
merge=$(git -C "$repo" rev-parse main)
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	values "200.$((i * i * 7 % 10))" "slow $i"
done
told() { # STATE: of the only change of a
	json "$result" '[c["state"] for s in r["series"]
		if s["benchmark"] == "a" for c in s["change_points"]] == ["'"$1"'"]'
}
exits 'all are measured' 0 -C "$repo" run --last 25 --rounds 3
exits 'the merge is slower' 1 -C "$repo" trend --no-record --json "$result"
check 'it is where the change is' json "$result" '"'"$merge"'" in
	[c["oid"] for s in r["series"] for c in s["change_points"]]'
accept a "$fork..$(git -C "$repo" rev-parse topic)" 'factor: 2.05'
exits 'who accepts the branch accepts its merge' 0 -C "$repo" trend \
	--no-record --json "$result"
check 'the change is acknowledged' told acknowledged
some=$world/some.db
exits 'a few are measured' 0 -C "$repo" --store "$some" run --last 26 \
	--every 2 --rounds 3
exits 'the first of them after the merge is accepted, too' 0 -C "$repo" \
	--store "$some" trend --no-record --json "$result"
check 'it is another commit' json "$result" '"'"$merge"'" not in
	[c["oid"] for s in r["series"] for c in s["change_points"]]'
check 'and acknowledged' told acknowledged
accept a "$merge.." 'factor: 2.05'
exits 'what comes after the merge is not at fault' 1 -C "$repo" trend \
	--no-record --json "$result"
check 'the change is new' told new

# ---- written by the program ----
slow
run -C "$repo" check --json "$result"
exits 'what a check found is accepted' 0 -C "$repo" baseline accept \
	--from "$result" --reason 'worth "it"' --author 'A: Person'
shows 'the file is named' "$file: 1 entry added, of "
check 'it has the series, its factor and the range' python3 - "$repo/$file" \
	"${base:0:12}..${slower:0:12}" <<'END'
import sys
text = open(sys.argv[1]).read()
sys.exit(not all(line in text for line in ('match: "a"\n', "factor: 2.00\n",
    "commits: ", sys.argv[2], 'reason: "worth \\"it\\""\n')))
END
before=$(cat "$repo/$file")
exits 'the same again is refused' 2 -C "$repo" baseline accept \
	--from "$result" --reason 'worth it' --author me
says 'the entry is named' 'accept\[0\] is already about a, metric real_time'
check 'nothing is changed' test "$(cat "$repo/$file")" = "$before"
sed "s/$slower/00000000000000000000000000000000deadbeef/" "$result" \
	>"$world/foreign.json"
exits 'a result of elsewhere is refused' 2 -C "$repo" baseline accept \
	--from "$world/foreign.json" --reason x
says 'what is not here is named' \
	'its commit 0{12} is not in this clone; is it a result of this repo'
exits 'a second one is appended' 0 -C "$repo" baseline accept b/real_time \
	--factor 3 --reason 'why not' --author me
check 'a series that was measured is not warned of' test ! -s "$world/err"
exits 'a third one' 0 -C "$repo" baseline accept c/real_time --factor 3 \
	--reason 'why not' --author me
check 'behind what is there' test \
	"$(head -c ${#before} "$repo/$file")" = "$before"
says 'one that was never measured is told' \
	'c/real_time: no such series .* the nearest that was is [ab]/real_time'
check 'and written all the same' grep -q 'match: "c"' "$repo/$file"
git -C "$repo" checkout -q -- . && rm "$repo/$file"
run -C "$repo" baseline accept --from "$result" --reason 'worth it' --author me
commit "$repo" 'accept'
exits 'it does not count yet' 1 -C "$repo" check
exits 'it would' 0 -C "$repo" check --allow-new-accepts
git -C "$repo" checkout -q -b later "$slower"
git -C "$repo" checkout -q main
git -C "$repo" cherry-pick topic >"$world/out"
git -C "$repo" checkout -q later
git -C "$repo" merge -q -m 'merge main' main
exits 'once main has it, it counts' 0 -C "$repo" check

# ---- the steps of tidemark-accept(5) ----
slow
cd "$repo" || exit
run check --json "$result"
git switch -q main
exits 'what regressed is accepted on main' 0 baseline accept \
	--from "$result" --reason 'exact rounding'
git add "$file"
git commit -q -m 'accept the slowdown of exact rounding'
exits 'that change passes' 0 check
git switch -q topic
git merge -q -m 'merge main' main
exits 'and then the slowdown does' 0 check --json "$result"
check 'as accepted' json "$result" 'r["verdict"] == "acknowledged"'
git switch -q main
git merge -q --no-ff -m 'merge topic' topic
cd "$world" || exit
exits 'merged, it is accepted still' 0 -C "$repo" check
echo '{"schema": "other"}' >"$world/other.json"
exits 'another file is refused' 2 -C "$repo" baseline accept \
	--from "$world/other.json" --reason x
says 'it is said what was expected' 'a result file .* was expected'
exits 'options of others are refused' 2 -C "$repo" baseline accept --force
says 'both are named' '--force does not go with baseline accept'
exits 'and its own elsewhere' 2 -C "$repo" baseline list --reason x
says 'so they are' '--reason does not go with baseline list'
finish
