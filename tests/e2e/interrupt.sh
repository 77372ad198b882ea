#!/bin/bash
# Signals in every phase: the child's group ends, the lock is free, the store is
# sound, the exit code says which signal.
. "$(dirname "$0")/lib.sh"

# A commit whose build and benchmark wait in the file that $1 names.
waiting_repo() {
	rm -rf "$world/repo" && mkdir "$world/repo"
	repo=$world/repo
	git -C "$repo" init -q -b main
	cat >"$repo/wait.sh" <<-'END'
		echo $$ >"$SYNTHETIC_COUNTER.$1"
		[ "$(cat phase)" != "$1" ] || exec sleep 1000
	END
	cat >"$repo/tidemark.yml" <<-'END'
		version: 1
		build:
		  command: sh wait.sh build
		benchmarks:
		  - name: main
		    command: "sh wait.sh bench && cat row"
		environment: [SYNTHETIC_COUNTER]
	END
	echo "{\"benchmarks\": [$(row a 100)]}" >"$repo/row"
	echo none >"$repo/phase"
	commit "$repo" 'base'
	echo "$1" >"$repo/phase"
	commit "$repo" 'head'
}
interrupt() { # PHASE SIGNAL CODE [OPTION]...: while its process is waiting
	local pid child
	waiting_repo "$1"
	rm -f "$SYNTHETIC_COUNTER".*
	# A background job of a script ignores SIGINT unless it is told not to.
	setsid python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' \
		"$tidemark" -C "$repo" check "${@:4}" >"$world/out" \
		2>"$world/err" &
	pid=$!
	child=
	while kill -0 $pid 2>/dev/null; do
		child=$(cat "$SYNTHETIC_COUNTER.$1" 2>/dev/null)
		[ -n "$child" ] && [ "$(cat "/proc/$child/comm" 2>/dev/null)" = \
			sleep ] && break
	done
	kill "-$2" $pid
	wait $pid
	status=$?
	check "$2 in $1: exit $3" test "$status" -eq "$3"
	check "$2 in $1: its process is ended" sh -c "! kill -0 $child 2>/dev/null"
	check "$2 in $1: it is said" grep -q 'interrupted by signal' "$world/err"
	check "$2 in $1: the store is sound" test \
		"$(sqlite3 "$repo/.git/tidemark/store.db" \
			'PRAGMA integrity_check')" = ok
	check "$2 in $1: no sample of it is kept" test \
		"$(sqlite3 "$repo/.git/tidemark/store.db" \
			'SELECT count(*) FROM sample')" = 0
	echo none >"$repo/phase"
	commit "$repo" 'mended'
	exits "$2 in $1: the next check works" 0 -C "$repo" check --base =HEAD~2
}
interrupt build INT 130
interrupt build TERM 143
interrupt bench INT 130
interrupt bench TERM 143
interrupt bench INT 130 --bisect-run

# ---- waiting for the lock ----
waiting_repo none
exec 9>"$TIDEMARK_LOCK"
flock 9
echo 'pid 42 (somebody)' >&9
"$tidemark" -C "$repo" check --no-identical >"$world/out" 2>"$world/err" &
pid=$!
while kill -0 $pid 2>/dev/null && ! grep -q somebody "$world/err"; do :; done
check 'the holder of the lock is named' grep -q 'pid 42 (somebody)' \
	"$world/err"
kill -TERM $pid
wait $pid
status=$?
check 'waiting can be interrupted' test "$status" -eq 143
exec 9>&-
exits 'a free lock is taken' 0 -C "$repo" check --no-identical
finish
