#!/bin/bash
# What fails on the way hides nothing, and the right commit is blamed.
. "$(dirname "$0")/lib.sh"
hook=$SYNTHETIC_COUNTER.hook

# ---- once is chance ----
repo=$world/once
times_repo "$repo"
timed "$repo" good work 1000
good=$(oid "$repo" HEAD)
timed_alike "$repo" 3
timed "$repo" slow work 1200
slow=$(oid "$repo" HEAD)
timed_alike "$repo" 3
cat >"$hook" <<'END'
if [ "$(cat count)" = slow ] && [ ! -e "$SYNTHETIC_COUNTER.once" ]; then
	: >"$SYNTHETIC_COUNTER.once"
	exit 3
fi
END
exits 'a run that fails once' 0 -C "$repo" bisect --expect "$slow" "$good"
says 'is run again' "${slow:0:10} failed and is run again"

# ---- GOOD fails, BAD does not ----
cat >"$hook" <<'END'
[ "$(cat count)" != good ] || exit 3
END
exits 'an end that fails' 4 -C "$repo" bisect --restart "$good"
says 'is the one that is named' "GOOD, ${good:0:12}, cannot be measured"

# ---- a guilty merge whose branch cannot be run ----
repo=$world/merge
rm -f "$hook"
times_repo "$repo"
timed "$repo" good work 1000
good=$(oid "$repo" HEAD)
git -C "$repo" checkout -q -b side
timed "$repo" broken work 1000
git -C "$repo" checkout -q main
timed "$repo" other work 1000
git -C "$repo" merge -q -s ours --no-commit side
timed "$repo" merge work 1200
merge=$(oid "$repo" HEAD)
timed_alike "$repo" 2
cat >"$hook" <<'END'
[ "$(cat count)" != broken ] || exit 3
END
exits 'a merge is found' 0 -C "$repo" bisect --all-parents --expect "$merge" \
	"$good"
shows 'and why its branch is not searched is told' \
	"${merge:0:12}: its branch cannot be searched: the tip of its branch"
exits 'the same again' 0 -C "$repo" bisect --all-parents --expect "$merge" \
	"$good"
finish
