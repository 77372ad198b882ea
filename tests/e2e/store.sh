#!/bin/bash
# Runs, the store, and judging from stored samples alone.
. "$(dirname "$0")/lib.sh"
result=$world/result.json
repo=$world/repo
synthetic_repo "$repo"
truth "$repo" 1.02 'a little'
truth "$repo" 1.30 'a lot'
truth "$repo" 1.31 'more'
store=$repo/.git/tidemark/store.db
count() { sqlite3 "$store" "SELECT count(*) FROM $1"; }

exits 'nothing is stored yet' 3 -C "$repo" check --stored-only
says 'run is named' 'tidemark run'
exits 'the last three' 0 -C "$repo" run --last 3 --rounds 12
check 'three runs are stored' test "$(count run)" = 3
check 'each has its samples' test "$(count sample)" = $((3 * 12 * 2))
exits 'again, without those that are there' 0 -C "$repo" run --last 4 \
	--rounds 12 --skip-existing
check 'one more run is stored' test "$(count run)" = 4
shows 'the others are named' 'has samples already'
exits 'every second' 0 -C "$repo" run --last 4 --every 2 --rounds 3
check 'two more runs are stored' test "$(count run)" = 6
exits 'since tomorrow' 2 -C "$repo" run --since 2999-01-01
exits 'since a bad date' 2 -C "$repo" run --since yesterday
before=$(cat "$SYNTHETIC_COUNTER")
exits 'stored: within the tolerance' 0 -C "$repo" check --stored-only HEAD~2 \
	--json "$result"
shows 'it is labelled weak' 'weak'
check 'nothing was run' test "$(cat "$SYNTHETIC_COUNTER")" = "$before"
exits 'stored: beyond it, and never exit 1' 3 -C "$repo" check --stored-only \
	HEAD~1 --json "$result"
shows 'pairs are asked for' 'measure in pairs'
check 'the verdict is inconclusive' json "$result" \
	'r["verdict"] == "inconclusive"'
truth "$repo" 1.32 'unmeasured'
exits 'stored: a head without samples' 3 -C "$repo" check --stored-only
check 'is missing' json "$result" 'r["verdict"] == "inconclusive"'

# ---- a commit that does not build in a range ----
sed -i 's/project(synthetic C)/project(synthetic C/' "$repo/CMakeLists.txt"
commit "$repo" 'broken'
git -C "$repo" checkout -q HEAD~1 -- CMakeLists.txt
commit "$repo" 'mended'
exits 'a range with a broken commit ends there' 4 -C "$repo" run HEAD~3..HEAD \
	--rounds 3
runs=$(count run)
says 'what is left is told' 'commits are left unmeasured'
exits 'it goes on when told to' 4 -C "$repo" run HEAD~3..HEAD --rounds 3 -k
check 'and measures the others' test "$(count run)" = $((runs + 2))
check 'failed builds are noted' \
	test "$(sqlite3 "$store" 'SELECT count(*) FROM build')" -ge 1

# ---- killed ----
repo=$world/slow
script_repo "$repo" <<'END'
touch "$SYNTHETIC_COUNTER.running"
sleep 0.05
echo '{"benchmarks": ['; cat row; echo ']}'
END
row a 100 >"$repo/row"
commit "$repo" 'a row'
echo '# x' >>"$repo/bench.sh"
commit "$repo" 'x'
store=$repo/.git/tidemark/store.db
for i in 1 2 3; do
	rm -f "$SYNTHETIC_COUNTER.running"
	"$tidemark" -C "$repo" check >/dev/null 2>&1 &
	pid=$!
	while [ ! -e "$SYNTHETIC_COUNTER.running" ]; do
		kill -0 $pid 2>/dev/null || break
	done
	for _ in $(seq $((i * 4))); do
		rm -f "$SYNTHETIC_COUNTER.running"
		while [ ! -e "$SYNTHETIC_COUNTER.running" ]; do
			kill -0 $pid 2>/dev/null || break
		done
	done
	kill -9 $pid
	wait $pid 2>/dev/null
	check "killed $i: the store is sound" test \
		"$(sqlite3 "$store" 'PRAGMA integrity_check')" = ok
done
exits 'the next check works' 0 -C "$repo" check

# ---- gc ----
logs=$repo/.git/tidemark/logs
mkdir -p "$logs/counting-abcdef" "$logs/counting-new" "$logs/mine"
touch "$logs/counting-abcdef/count.1"
touch -d '31 days ago' "$logs/counting-abcdef" "$logs/mine"
exits 'gc' 0 -C "$repo" gc
check 'what killed counting left is gone' test ! -e "$logs/counting-abcdef"
check 'what may be under way is not' test -d "$logs/counting-new"
check 'nor is anything else' test -d "$logs/mine"
exits 'gc --all' 0 -C "$repo" gc --all
shows 'it says what it dropped' 'MiB of builds'
check 'the builds are gone' sh -c '! ls "$1"/tidemark/*/builds/*/tree 2>/dev/null' \
	- "$XDG_CACHE_HOME/nothing"
check 'the samples are still there' test "$(count sample)" -gt 0
exits 'a check after gc builds again' 0 -C "$repo" check
finish
