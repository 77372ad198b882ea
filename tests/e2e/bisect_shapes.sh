#!/bin/bash
# Histories that are not one step: several of them, drifts, commits that cannot
# be measured, merges, and commits that change nothing that is run.
. "$(dirname "$0")/lib.sh"
result=$world/bisect.json
repo=

new() { # NAME: a repository of its own, whose first commit is $first
	repo=$world/$1
	rm -f "$SYNTHETIC_COUNTER"
	times_repo "$repo"
	sed -i '/^version/a build:\n  command: sh build.sh\n  inputs: [build.sh, bench.sh, times, count, broken, crash]' \
		"$repo/tidemark.yml"
	cat >"$repo/build.sh" <<-'END'
		[ ! -e broken ] || { cat broken >&2; exit 1; }
	END
	timed "$repo" 'good' work 1000
	first=$(oid "$repo" HEAD)
}
bisect() { # NAME CODE [ARGUMENT]...: from the first commit
	exits "$1" "$2" -C "$repo" bisect "${@:3}" --json "$result" \
		--output text "$first"
}
# A Python expression over the answers of the first range as a list of
# (benchmark, status, subject of the culprit) in the order of places, a.
answers() { # NAME EXPRESSION
	check "$1" json "$result" '(lambda a: '"$2"')([(a["benchmark"],
		a["status"], a["culprit"] and a["culprit"]["subject"])
		for a in sorted(r["ranges"][0]["answers"],
			key=lambda a: a["last"] or 0)])'
}
level() { # SUBJECT VALUE: a commit of it, and three that are alike
	timed "$repo" "$1" work "$2"
	timed_alike "$repo" 3
}

# ---- several steps ----
new steps
level 'fast' 1000
level 'slower' 1120
level 'slower still' 1300
bisect 'two steps' 0
answers 'are both named' 'a == [("work", "found", "slower"),
	("work", "found", "slower still")]'
new reverted
level 'slow' 1150
level 'mended' 1000
level 'slow again' 1150
bisect 'a slowdown that went and came back' 0
answers 'is named' '("work", "found", "slow again") in a and
	{s for _, _, s in a} <= {"slow", "slow again"}'
new series
timed "$repo" 'good' left 1000 right 1000
first=$(oid "$repo" HEAD)
timed_alike "$repo" 4
timed "$repo" 'slow left' left 1150 right 1000
timed_alike "$repo" 4
timed "$repo" 'slow right' left 1150 right 1200
timed_alike "$repo" 2
bisect 'two series with a culprit each' 0
answers 'have each its own' 'a == [("left", "found", "slow left"),
	("right", "found", "slow right")]'
new ramp
for i in $(seq 24); do
	timed "$repo" "step $i" work $((1000 + 8 * i))
done
bisect 'a ramp' 3
check 'is nobody' json "$result" "r['culprit'] is None and
	r['status'] in ('drift', 'unresolved')"

# ---- commits that cannot be measured ----
broken() { # FILE SUBJECT [NAME VALUE]...
	printf 'first line of %s\nsecond line\n' "$2" >"$repo/$1"
	timed "$repo" "$2" "${@:3}"
	rm "$repo/$1"
}
new hidden
level 'fast' 1000
broken broken 'half' work 1000
broken crash 'whole' work 1150
level 'mended' 1150
bisect 'who is hidden by broken commits' 3
shows 'is one of these' '^unresolved: .*, 2 commits do not build$'
shows 'each with its error' 'first line of half'
shows 'of its benchmark, too' 'first line of whole'
check 'nobody is blamed' json "$result" "r['culprit'] is None"
check 'they are told in JSON' json "$result" \
	"[b['subject'] for b in r['ranges'][0]['broken']] == ['half', 'whole']
	and 'first line of half' in r['ranges'][0]['broken'][0]['error']"
new beside
level 'fast' 1000
broken broken 'broken before'
level 'still fast' 1000
level 'slow' 1150
broken broken 'broken behind'
level 'still slow' 1150
bisect 'broken commits beside it' 0
answers 'hide nobody' 'a == [("work", "found", "slow")]'
new ends
level 'fast' 1000
broken broken 'no end'
exits 'an end that does not build' 4 -C "$repo" bisect "$first"
says 'is named' "BAD, $(oid "$repo" HEAD | cut -c1-12), cannot be measured"
says 'with what it said' 'first line of no end'

# ---- merges ----
merge() { # SUBJECT: of the branch side
	git -C "$repo" checkout -q main
	git -C "$repo" merge -q --no-ff -m "$1" side
	git -C "$repo" branch -q -D side
}
beside() { # SUBJECT [LINE]: a commit on the branch side that changes `count`
	echo "$1" >"$repo/count"
	[ $# -lt 2 ] || echo "$2" >"$repo/times"
	commit "$repo" "$1"
}
new merged
level 'fast' 1000
git -C "$repo" checkout -q -b side
beside 'one'
beside 'two' 'work 1150'
beside 'three'
git -C "$repo" checkout -q main
echo x >"$repo/other" && commit "$repo" 'meanwhile'
merge 'merge of a slow branch'
timed_alike "$repo" 4
bisect 'a slow branch' 0
answers 'is named by its merge' \
	'a == [("work", "found", "merge of a slow branch")]'
bisect 'all parents' 0 --all-parents
check 'name the commit of the branch' json "$result" \
	"r['ranges'][1]['merge'] == r['culprit']['oid'] and
	r['ranges'][1]['answers'][0]['culprit']['subject'] == 'two'"
shows 'and text says so' 'merges 3 commits; of these [0-9a-f]{12} did it'
before=$(processes)
bisect 'the same once more' 0 --all-parents
is 'runs nothing' "$(processes)" "$before"
new innocent
level 'fast' 1000
git -C "$repo" checkout -q -b side
beside 'one'
beside 'two'
git -C "$repo" checkout -q main
echo x >"$repo/other" && commit "$repo" 'meanwhile'
git -C "$repo" merge -q --no-commit --no-ff side >/dev/null
echo 'work 1150' >"$repo/times"
commit "$repo" 'a merge that slows'
timed_alike "$repo" 4
bisect 'a merge of an innocent branch' 0 --all-parents
answers 'did it itself' 'a == [("work", "found", "a merge that slows")]'
check 'and its branch did not' json "$result" \
	"all(a['culprit'] is None for a in r['ranges'][1]['answers'])"

# ---- what changes nothing that is run ----
new docs
level 'fast' 1000
for i in 1 2 3; do
	echo "$i" >"$repo/README" && commit "$repo" "words $i"
done
timed "$repo" 'slow' work 1150
for i in 4 5 6; do
	echo "$i" >"$repo/README" && commit "$repo" "words $i"
done
bisect 'commits that touch no input' 0
check 'are innocent' json "$result" "r['culprit']['subject'] == 'slow' and
	len(r['ranges'][0]['innocent']) == 6"
new artifacts
sed -i 's/sh build.sh$/"sh build.sh; cp times built"/
	/inputs:/a \  artifacts: [built]' "$repo/tidemark.yml"
sed -i 's/times$/built/' "$repo/bench.sh"
commit "$repo" 'artifacts'
first=$(oid "$repo" HEAD)
timed_alike "$repo" 12
timed "$repo" 'slow' work 1150
timed_alike "$repo" 12
bisect 'builds that are the same' 0
check 'are not measured again' json "$result" \
	"r['culprit']['subject'] == 'slow' and
	len(r['ranges'][0]['innocent']) > 12"
exits 'both ends the same' 3 -C "$repo" bisect HEAD~6
says 'is said' 'both ends build the same artifacts, bit for bit'

# ---- the benchmark's own code ----
new sources
sed -i '/format:/a \    sources: [bench.sh]' "$repo/tidemark.yml"
commit "$repo" 'sources'
first=$(oid "$repo" HEAD)
timed_alike "$repo" 4
timed "$repo" 'slow' work 1150
echo '# a remark' >>"$repo/bench.sh"
timed_alike "$repo" 4
bisect 'another benchmark at the other end' 3
says 'compares nothing' 'the sources of every benchmark differ between the ends'
bisect 'its sources held fast' 0 --bench-from HEAD
answers 'name the commit' 'a == [("work", "found", "slow")]'

# ---- a machine that drifts ----
# One part in a thousand slower with each process.
new drift
cat >"$SYNTHETIC_COUNTER.hook" <<'END'
drift=$(awk -v n="$n" 'BEGIN { print exp(.001 * n) }')
END
for i in 1 2 3; do level "fast $i" 1000; done
level 'slow' 1150
for i in 1 2 3; do level "slow $i" 1150; done
bisect 'a machine that gets slower all the time' 0
answers 'misleads nobody' 'a == [("work", "found", "slow")]'
new idle
sed -i '/^build:/,/inputs:/d' "$repo/tidemark.yml"
commit "$repo" 'nothing to build'
for i in 1 2 3; do level "same $i" 1000; done
bisect 'and blames nobody' 3
shows 'where nothing changed' '^no-change: '
finish
