#!/bin/bash
# Measuring many commits: new ones, gaps, a time, builds that are shared, and
# what is left when it ends early.
. "$(dirname "$0")/lib.sh"
result=$world/result.json
repo=$world/repo
status_of() { # REV: what became of it, by the result file
	python3 -c 'import json, sys
print(*[c["status"] for c in json.load(open(sys.argv[1]))["commits"]
        if c["oid"] == sys.argv[2]])' \
		"$result" "$(git -C "$repo" rev-parse "$1")"
}
statuses() { # prints those of all commits, in their order
	python3 -c 'import json, sys
print(*[c["status"] for c in json.load(open(sys.argv[1]))["commits"]])' \
		"$result"
}
measured() { # SUBJECT: how many complete runs measured it
	sqlite3 "$store" "SELECT count(*) FROM run JOIN arm ON run_id = run.id
		JOIN \"commit\" ON \"commit\".id = commit_id
		WHERE kind = 'run' AND status = 1 AND subject = '$1'"
}

# ---- new commits ----
synthetic_repo "$repo"
store=$repo/.git/tidemark/store.db
truth "$repo" 1.01 'second'
exits 'new ones, nothing measured' 0 -C "$repo" run --new --rounds 3 \
	--json "$result"
says 'it says so' 'nothing of this history is measured yet'
is 'only the newest is measured' "$(statuses)" measured
exits 'new ones, none there' 0 -C "$repo" run --new --rounds 3
says 'it says which is measured' 'no commit is newer than'
truth "$repo" 1.02 'third'
truth "$repo" 1.03 'fourth'
truth "$repo" 1.04 'fifth'
exits 'new ones in vain for want of time' 0 -C "$repo" run --new --rounds 3 \
	--commits 1 --json "$result"
is 'the newest one comes first' "$(statuses)" 'measured left left'
shows 'the summary counts them' '^1 measured, 2 left$'
truth "$repo" 1.05 'sixth'
exits 'what was left is still new' 0 -C "$repo" run --new --rounds 3 \
	--json "$result"
is 'with what came since' "$(statuses)" 'measured existing measured measured'
check 'the result tells rounds and series' json "$result" \
	'r["schema"] == "tidemark.run/1" and r["commits"][0]["rounds"] == 3 and
	r["commits"][0]["series"] == 2 and r["commits"][0]["seconds"] > 0 and
	r["commits"][0]["error"] is None'
is 'the first is not new' "$(measured 'the beginning')" 0
exits 'nothing is left' 0 -C "$repo" run --new --json "$result"
is 'and no commit is tried' "$(statuses)" ''

# ---- shared builds ----
echo 'a page' >"$repo/page.md"
commit "$repo" 'a page'
exits 'a commit that changes no input' 0 -C "$repo" run --json "$result"
is 'is not measured' "$(statuses)" shared
shows 'it says whose build it is' \
	"same build as $(git -C "$repo" rev-parse HEAD~1 | cut -c 1-10)  a page"
check 'so does the result' json "$result" \
	"r['commits'][0]['shared_with'] == '$(git -C "$repo" rev-parse HEAD~1)'"
before=$(sqlite3 "$store" 'SELECT count(*) FROM point')
exits 'the same again' 0 -C "$repo" run --json "$result"
is 'has the same samples' "$(statuses)" shared
is 'its points are not there twice' \
	"$(sqlite3 "$store" 'SELECT count(*) FROM point')" "$before"
exits 'it exists then' 0 -C "$repo" run --skip-existing --json "$result"
is 'and is left out' "$(statuses)" existing
exits 'it is judged by them' 0 -C "$repo" check --stored-only --base =HEAD~4 \
	--no-identical
shows 'it has a verdict' '^1 pass'

# ---- a commit that does not build ----
sed -i 's/project(synthetic C)/project(synthetic C/' "$repo/CMakeLists.txt"
commit "$repo" 'broken'
git -C "$repo" checkout -q HEAD~1 -- CMakeLists.txt
truth "$repo" 1.06 'mended'
exits 'it goes on when told to' 4 -C "$repo" run HEAD~3..HEAD --rounds 3 -k \
	--json "$result"
is 'the others are brought on' "$(statuses)" 'measured failed shared'
shows 'the summary counts it' '^1 measured, 1 shared, 1 failed$'
shows 'and says why' '^  [0-9a-f]{10}  building [0-9a-f]{10} failed'
check 'so does the result' json "$result" \
	'"exit status 1" in r["commits"][1]["error"]'
exits 'the result alone on standard output' 4 -C "$repo" run HEAD~3..HEAD \
	--rounds 3 --json -
cp "$world/out" "$result"
is 'what was not begun is left' "$(statuses)" 'measured failed left'

# ---- options that do not go together ----
exits 'new and gaps' 2 -C "$repo" run --new --gaps
exits 'every n-th new one' 2 -C "$repo" run --new --every 2
says 'it names the option' '--every'
exits 'gaps of two histories' 2 -C "$repo" run --gaps HEAD HEAD~1

# ---- gaps: a step at 11 of 16 commits, and one that does not build ----
repo=$world/steps
synthetic_repo "$repo"
store=$repo/.git/tidemark/store.db
for i in $(seq 2 17); do
	if [ "$i" -eq 13 ]; then
		echo '#error' >>"$repo/src/bench.c"
		commit "$repo" 'commit 13'
		git -C "$repo" checkout -q HEAD~1 -- src/bench.c
		continue
	fi
	truth "$repo" "$([ "$i" -lt 11 ] && echo 1.0 || echo 1.3)" "commit $i"
done
exits 'gaps of nothing' 0 -C "$repo" run --gaps
says 'there is none' 'no gap'
exits 'each eighth' 0 -C "$repo" run --last 17 --every 8 --rounds 8
is 'three are measured' "$(measured 'commit 17')$(measured 'commit 9')$(
	measured 'the beginning')" 111
sed 's|command: build/bench|command: ./build/bench|' "$repo/tidemark.yml" \
	>"$world/other.yml"
exits 'gaps of what another command measured' 0 -C "$repo" \
	--config "$world/other.yml" run --gaps
says 'cannot be closed' 'no gap'
exits 'gaps without time' 0 -C "$repo" run --gaps --time 1s --budget 1h \
	--json "$result"
is 'are left' "$(statuses)" left
exits 'gaps' 4 -C "$repo" run --gaps --rounds 8 --json "$result"
# 9 to 17: the middle, 13, fails; 12 is slow, then 10 is not, then 11 is
is 'each look halves what is left' "$(python3 -c 'import json, sys
print(*[c["subject"][7:] for c in json.load(open(sys.argv[1]))["commits"]])' \
	"$result")" '13 12 10 11'
is 'the one that does not build is told' "$(statuses)" \
	'failed measured measured measured'
says 'how many there may be is told' 'commit 2 of at most'
exits 'the gap is closed' 0 -C "$repo" run --gaps --rounds 8
says 'it says so' 'no gap'

# ---- a time ----
exits 'too little time' 0 -C "$repo" run --last 4 --rounds 8 --time 1s \
	--budget 1h --json "$result"
is 'nothing is begun' "$(statuses)" 'left left left left'
shows 'it is told' '^0 measured, 4 left$'
exits 'enough time' 0 -C "$repo" run --last 2 --rounds 8 --time 2h \
	--budget 1m --json "$result"
is 'all is done' "$(statuses)" 'measured measured'
exits 'what exists takes none' 0 -C "$repo" run --last 2 --time 1s \
	--skip-existing --json "$result"
is 'and is not left' "$(statuses)" 'existing existing'

# ---- killed ----
repo=$world/killed
script_repo "$repo" <<'END'
if [ -e wait ] && [ ! -e "$SYNTHETIC_COUNTER.go" ]; then
	touch "$SYNTHETIC_COUNTER.waits"
	exec sleep 1000
fi
echo '{"benchmarks": ['; cat row; echo ']}'
END
row a 100 >"$repo/row"
commit "$repo" 'a row'
store=$repo/.git/tidemark/store.db
exits 'one is measured' 0 -C "$repo" run --rounds 3
touch "$repo/wait"
commit "$repo" 'waits'
rm "$repo/wait"
echo '# x' >>"$repo/bench.sh"
commit "$repo" 'does not'
# The newest is done, the one before it hangs in its trial.
hang() { # sets $pid
	rm -f "$SYNTHETIC_COUNTER.waits"
	setsid "$tidemark" -C "$repo" run --new --rounds 3 --json "$result" \
		>"$world/out" 2>"$world/err" &
	pid=$!
	while kill -0 $pid 2>/dev/null &&
		[ ! -e "$SYNTHETIC_COUNTER.waits" ]; do :; done
}
hang
kill -TERM $pid
wait $pid 2>/dev/null
is 'ended: the exit code says by what' $? 143
is 'ended: what was done is told' "$(statuses)" 'measured left'
shows 'ended: in the summary too' '^1 measured, 1 left$'
hang
kill -9 $pid
wait $pid 2>/dev/null
check 'killed: the store is sound' test \
	"$(sqlite3 "$store" 'PRAGMA integrity_check')" = ok
is 'killed: the newest is measured' "$(measured 'does not')" 1
touch "$SYNTHETIC_COUNTER.go"
exits 'killed: the same command again' 0 -C "$repo" run --new --rounds 3 \
	--json "$result"
is 'killed: it goes on where it stopped' "$(statuses)" 'existing measured'
check 'killed: nothing of it stays' sh -c '! ls "$1".new-* 2>/dev/null' - "$store"

# ---- a mark that is damaged, or of a history that is gone ----
for text in '' 'no commit' "$(printf '%0100d' 0)" "$(printf '%040d' 0)"; do
	echo '# more' >>"$repo/bench.sh"
	commit "$repo" 'more'
	exits 'left for a mark' 0 -C "$repo" run --new --time 1s --budget 1h \
		--json "$result"
	is 'a single commit is left, too' "$(statuses)" left
	shows 'and its line says so' '  left  more$'
	printf '%s' "$text" | tee "$store".new-* >/dev/null
	exits 'a mark that says nothing' 0 -C "$repo" run --new --rounds 3 \
		--json "$result"
	is 'does not hinder' "$(statuses)" measured
done
finish
