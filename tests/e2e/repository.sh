#!/bin/bash
# The user's repository: whatever kind it is, and untouched by us.
. "$(dirname "$0")/lib.sh"
result=$world/result.json
repo=$world/repo
script_repo "$repo" <<'END'
echo '{"benchmarks": ['; cat row; echo ']}'
END
row a 100 >"$repo/row"
printf '*.txt text eol=crlf\n' >"$repo/.gitattributes"
echo 'line' >"$repo/file.txt"
ln -s row "$repo/link"
commit "$repo" 'a row'
git -C "$repo" tag -a v1 -m 'one'
echo '# more' >>"$repo/bench.sh"
commit "$repo" 'more'
echo 'uncommitted' >"$repo/untracked"
echo 'changed' >>"$repo/file.txt"
for hook in post-checkout pre-commit reference-transaction; do
	printf '#!/bin/sh\ntouch "%s/hook-ran"\n' "$world" \
		>"$repo/.git/hooks/$hook"
	chmod +x "$repo/.git/hooks/$hook"
done

# Every file of a repository with its kind, mode, time and content, our own
# folder and reading times aside.
picture() {
	(cd "$1" && find . -path ./.git/tidemark -prune -o \
		! -path ./.git -printf '%p %y %m %T@ %l\n' | sort &&
		find . -path ./.git/tidemark -prune -o -type f -print0 |
		sort -z | xargs -0 sha256sum)
}
picture "$repo" >"$world/before"
exits 'a check' 0 -C "$repo" check --json "$result"
exits 'a run' 0 -C "$repo" run HEAD~1 --rounds 3
exits 'a run of a range' 0 -C "$repo" run HEAD~2..HEAD --rounds 3
exits 'a comparison' 0 -C "$repo" compare v1 HEAD
exits 'a gc' 0 -C "$repo" gc
picture "$repo" >"$world/after"
check 'nothing in the repository changed' cmp "$world/before" "$world/after"
check 'no hook ran' test ! -e "$world/hook-ran"

# ---- its kinds ----
git clone -q --bare "$repo" "$world/bare.git"
exits 'a bare repository' 0 -C "$world/bare.git" check
exits 'init in a bare repository' 2 -C "$world/bare.git" init
git -C "$repo" worktree add -q "$world/linked" HEAD >/dev/null
exits 'a linked work tree' 0 -C "$world/linked" check
check 'it shares the store' test ! -e "$world/linked/.git/tidemark"
mkdir "$repo/sub"
exits 'a subfolder' 0 -C "$repo/sub" check
git clone -q --depth 1 "file://$repo" "$world/shallow"
exits 'a shallow clone' 2 -C "$world/shallow" check
says 'its cure is named' 'fetch --unshallow|fetch-depth: 0'
git init -q --object-format=sha256 "$world/sha256"
exits 'a sha256 repository' 2 -C "$world/sha256" check
says 'sha256 is said' 'sha256'
if [ "$(id -u)" = 0 ]; then
	cp -a "$repo" "$world/foreign" && chown -R 1234 "$world/foreign"
	exits 'a repository of somebody else' 2 -C "$world/foreign" check
	says 'its cure is named' 'safe.directory'
fi

# ---- git inside of a build ----
cat >"$repo/tidemark.yml" <<'END'
version: 1
build:
  command: git describe --tags >version && git status --porcelain >status
benchmarks:
  - name: main
    command: sh bench.sh
    format: google
END
git -C "$repo" checkout -q -- file.txt
rm "$repo"/.git/hooks/*
commit "$repo" 'describe'
echo '# other' >>"$repo/bench.sh"
commit "$repo" 'other'
exits 'a build that calls git' 0 -C "$repo" check
check 'it finds its own repository' sh -c \
	'cat "$1"/tidemark/*/builds/*/tree/version | grep -q v1-' - \
	"$XDG_CACHE_HOME"

# ---- base finding ----
git -C "$repo" branch -q side HEAD~1
git -C "$repo" checkout -q side
echo '# side' >>"$repo/bench.sh"
commit "$repo" 'side'
run -C "$repo" check --json "$result"
check 'the default base is the merge-base with main' json "$result" \
	'r["base"]["oid"] == "'"$(git -C "$repo" merge-base main side)"'"'
run -C "$repo" check --base =main --json "$result"
check '=REV is REV itself' json "$result" \
	'r["base"]["oid"] == "'"$(git -C "$repo" rev-parse main)"'"'
git -C "$repo" checkout -q --detach main
git -C "$repo" merge -q -s ours -m 'merge of CI' side
cat >"$world/event.json" <<END
{"pull_request": {"base": {"ref": "main",
 "sha": "$(git -C "$repo" rev-parse main)"},
 "head": {"sha": "$(git -C "$repo" rev-parse side)"}}}
END
git -C "$repo" update-ref refs/remotes/origin/main main
export GITHUB_EVENT_NAME=pull_request GITHUB_EVENT_PATH=$world/event.json
run -C "$repo" check --json "$result"
check 'in a pull request head is the head commit, not the merge' json \
	"$result" 'r["head"]["oid"] == "'"$(git -C "$repo" rev-parse side)"'"'
unset GITHUB_EVENT_NAME GITHUB_EVENT_PATH

# ---- benchmark sources (rule 8) ----
repo=$world/sources
script_repo "$repo" <<'END'
echo '{"benchmarks": ['; cat row; echo ']}'
END
sed -i 's/    format: google/    format: google\n    sources: [bench.sh]/' \
	"$repo/tidemark.yml"
row a 100 >"$repo/row"
commit "$repo" 'sources'
echo '# lighter work' >>"$repo/bench.sh"
row a 50 >"$repo/row"
commit "$repo" 'a lighter benchmark'
exits 'a changed benchmark is no verdict' 3 -C "$repo" check --json "$result"
shows 'it is said' 'the benchmark changed'
exits 'a frozen one is' 0 -C "$repo" check --bench-from HEAD --json "$result"
check 'as improved' json "$result" 'r["verdict"] == "improved"'
finish
