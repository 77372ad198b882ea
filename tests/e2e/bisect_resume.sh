#!/bin/bash
# Killed at any step, or interrupted, a search goes on where it was, comes to
# the same commit, and leaves nothing behind.
. "$(dirname "$0")/lib.sh"
result=$world/bisect.json
repo=$world/repo
steps=$SYNTHETIC_COUNTER.steps
times_repo "$repo"
sed -i '/^version/a build:\n  command: sh build.sh\n  inputs: [build.sh, bench.sh, times, count, broken]' \
	"$repo/tidemark.yml"
# Each process of a build or a benchmark is a step. At the one that the file
# fatal names the program gets its signal, and the process would stay.
cat >"$SYNTHETIC_COUNTER.hook" <<'END'
echo "$0" >>"$SYNTHETIC_COUNTER.steps"
if [ "$(wc -l <"$SYNTHETIC_COUNTER.steps")" = \
	"$(cat "$SYNTHETIC_COUNTER.fatal")" ]; then
	echo $$ >"$SYNTHETIC_COUNTER.child"
	kill "-$(cat "$SYNTHETIC_COUNTER.signal")" \
		"$(cat "$SYNTHETIC_COUNTER.program")"
	exec sleep 1000
fi
END
cat >"$repo/build.sh" <<'END'
. "$SYNTHETIC_COUNTER.hook"
[ ! -e broken ]
END
echo .005 >"$repo/noise"
timed "$repo" 'good' work 1000
first=$(oid "$repo" HEAD)
timed_alike "$repo" 6
touch "$repo/broken" && timed "$repo" 'broken'
rm "$repo/broken" && timed_alike "$repo" 4
timed "$repo" 'slow' work 1150
slow=$(oid "$repo" HEAD)
timed_alike "$repo" 9

forget() { # as on a machine that never saw it
	chmod -R u+w "$XDG_CACHE_HOME"
	rm -rf "$XDG_CACHE_HOME" "$repo/.git/tidemark" "$steps"
	mkdir "$XDG_CACHE_HOME"
	: >"$steps"
}
bisect() { # [STEP]: sets $status; the step at which it gets the signal
	echo "${1:-never}" >"$SYNTHETIC_COUNTER.fatal"
	{ # in braces, as the shell tells who was killed
		sh -c 'echo $$ >"$SYNTHETIC_COUNTER.program"; exec "$@"' sh \
			"$tidemark" -C "$repo" bisect --json "$result" \
			"$first" >"$world/out" 2>"$world/err" </dev/null
		status=$?
	} 2>/dev/null
}
count_steps() {
	wc -l <"$steps"
}
is_found() {
	[ "$status" -eq 0 ] && json "$result" "r['culprit']['oid'] == '$slow'"
}
is_sound() {
	[ "$(sqlite3 "$repo/.git/tidemark/store.db" \
		'PRAGMA integrity_check')" = ok ]
}
is_gone() { # the process that ended it: it may take a moment
	timeout 60 sh -c 'while kill -0 "$1" 2>/dev/null; do :; done' sh \
		"$(cat "$SYNTHETIC_COUNTER.child")"
}
list_files() { # that are kept, with X for what is a hash
	find "$XDG_CACHE_HOME" "$repo/.git/tidemark" |
		sed 's/[0-9a-f]\{12,\}/X/g' | sort -u
}

# ---- not ended ----
bisect
check 'it is found' is_found
whole=$(count_steps)
list_files >"$world/files"

# ---- killed once ----
# Of each kind of step some: builds, ends, the search, and what confirms.
echo KILL >"$SYNTHETIC_COUNTER.signal"
for step in $(seq 1 7 "$whole"); do
	forget
	bisect "$step"
	[ "$status" -ne 0 ] || break # a shorter search than the first one
	is "killed at step $step: it is ended" "$status" 137
	check "killed at step $step: its process, too" is_gone
	check "killed at step $step: the store is sound" is_sound
	bisect
	check "killed at step $step: the same command goes on" is_found
	# At most a round and a run that warms up are made again; the rest is
	# chance, which may want a few values more.
	check "killed at step $step: little is made again" \
		test "$(count_steps)" -le $((whole + whole / 2))
	list_files >"$world/left"
	check "killed at step $step: no more files are left" \
		cmp "$world/files" "$world/left"
done
check 'it was killed in all parts of the search' test "$step" -gt 40

# ---- killed again and again ----
forget
calls=0
status=137
while [ "$status" -eq 137 ] && [ "$calls" -lt 80 ]; do
	calls=$((calls + 1))
	bisect $(($(count_steps) + 5))
done
check 'killed at every fifth step, it is found' is_found
check 'in many calls' test "$calls" -gt 10
check 'that begin where the last one was' \
	test "$(count_steps)" -le $((2 * whole + 3 * calls))
list_files >"$world/left"
check 'and leave no more files' cmp "$world/files" "$world/left"

# ---- interrupted ----
echo INT >"$SYNTHETIC_COUNTER.signal"
for step in 2 12 25; do
	forget
	bisect "$step"
	is "interrupted at step $step: exit 130" "$status" 130
	says "interrupted at step $step: it is said" 'interrupted by signal'
	check "interrupted at step $step: its process is ended" is_gone
	check "interrupted at step $step: the store is sound" is_sound
	bisect
	check "interrupted at step $step: the same command goes on" is_found
done
finish
