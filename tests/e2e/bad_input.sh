#!/bin/bash
# What users, builds and benchmarks do wrong: each with its own words and exit
# code, and never a pass.
. "$(dirname "$0")/lib.sh"
result=$world/result.json

# ---- no repository, no config, a bad config ----
mkdir "$world/nothing"
exits 'no repository' 2 -C "$world/nothing" check
says 'no repository is said' 'nothing.*git|git.*repository'
repo=$world/empty
mkdir "$repo" && git -C "$repo" init -q -b main
exits 'no commit yet' 2 -C "$repo" check
says 'no commit yet is said' 'no commit'
commit "$repo" 'first'
exits 'a first commit has no base' 3 -C "$repo" check
says 'a first commit is said' 'first commit'
commit "$repo" 'second'
exits 'no config' 2 -C "$repo" check
says 'init is named' 'tidemark init'
exits 'no such folder' 2 -C "$world/nowhere" check

bad_config() { # NAME TEXT REGEX
	printf '%b' "$2" >"$world/bad.yml"
	exits "$1" 2 -C "$repo" --config "$world/bad.yml" check
	says "$1: the place is said" "$3"
}
bad_config 'broken YAML' 'version: 1\nbuild: [\n' 'bad\.yml:[0-9]+:[0-9]+: '
bad_config 'an unknown key' \
	'version: 1\nbenchmarks:\n  - name: a\n    command: b\n    speed: 9\n' \
	'bad\.yml:5:5: .*speed.*unknown key'
bad_config 'a bad percentage' \
	'version: 1\nbenchmarks:\n- {name: a, command: b}\nrules:\n- match: "*"\n  tolerance: ten\n' \
	'bad\.yml:6:3: .*"ten" is not a percentage such as 10%'
bad_config 'an unknown format' \
	'version: 1\nbenchmarks:\n  - name: a\n    command: b\n    format: xml\n' \
	'bad\.yml:5:5: .*xml.*google'
bad_config 'no benchmark' 'version: 1\n' 'benchmark'
exits 'a config that is not there' 2 -C "$repo" --config "$world/no.yml" check

# ---- revisions and options ----
row a 100 >"$world/row"
repo=$world/script
script_repo "$repo" <<'END'
echo '{"benchmarks": ['"$(cat row)"']}'
END
cp "$world/row" "$repo/row"
commit "$repo" 'a row'
echo '# third' >>"$repo/bench.sh"
commit "$repo" 'third'
exits 'a good one' 0 -C "$repo" check
exits 'an unknown revision' 2 -C "$repo" check nonsense
says 'the revision is named' 'nonsense'
exits 'a tree' 2 -C "$repo" check 'HEAD^{tree}'
says 'a tree is said' 'tree|commit'
exits 'a blob' 2 -C "$repo" compare HEAD:row
exits 'too many operands' 2 -C "$repo" compare HEAD HEAD~1 HEAD
exits 'an unknown option' 2 -C "$repo" check --fast
says 'the option is named' '--fast'
exits 'an unknown command' 2 -C "$repo" chek
exits 'no command' 2
exits 'a bad tolerance' 2 -C "$repo" check --tolerance much
exits 'too few rounds' 2 -C "$repo" check --rounds 7
exits 'an unknown output' 2 -C "$repo" check --output pdf
exits 'a budget that is too small' 3 -C "$repo" check --budget 10ms
check 'a budget that is too small is said' \
	grep -q 'the budget is' "$world/out"

# ---- builds ----
build_repo() { # COMMAND: a repo with that build command at its head
	rm -rf "$world/build" && mkdir "$world/build"
	repo=$world/build
	git -C "$repo" init -q -b main
	row a 100 >"$repo/row"
	cat >"$repo/tidemark.yml" <<-END
		version: 1
		build:
		  command: 'true'
		  timeout: 2s
		  artifacts: [row]
		benchmarks:
		  - {name: main, command: "echo '{\\"benchmarks\\": ['; cat row; echo ']}'"}
	END
	commit "$repo" 'base'
	sed -i "s|command: 'true'|command: $1|" "$repo/tidemark.yml"
	commit "$repo" 'head'
}
build_repo 'echo the compiler says no; exit 7'
exits 'a failing build' 4 -C "$repo" check --json "$result"
shows 'its last lines are shown' 'the compiler says no'
shows 'its log is named' 'logs/build-[0-9a-f]+\.log'
check 'its verdict is error' json "$result" 'r["verdict"] == "error"'
build_repo 'sleep 600'
exits 'a hanging build' 4 -C "$repo" check
shows 'its time-out is said' 'timed out'
build_repo 'rm row'
exits 'a missing artifact' 4 -C "$repo" check
shows 'the artifact is named' 'artifact row'
exits 'a failing build, again' 4 -C "$repo" check
build_repo 'touch daemon; (setsid sleep 1000 >/dev/null 2>\&1 \& echo $! > pid)'
run -C "$repo" check
check 'a daemon left by a build is ended' \
	sh -c '! pgrep -f "^sleep 1000$" >/dev/null'

# ---- benchmarks ----
benchmark() { # NAME CODE REGEX: the head's bench.sh comes from standard input
	local name=$1 code=$2 regex=$3
	rm -rf "$world/bench"
	repo=$world/bench
	script_repo "$repo" <<-'END'
		echo '{"benchmarks": ['; cat row; echo ']}'
	END
	row 'a' 100 >"$repo/row"
	commit "$repo" 'a row'
	cat >"$repo/bench.sh"
	sed -i 's/timeout: 20s/timeout: 3s/' "$repo/tidemark.yml"
	commit "$repo" 'head'
	exits "$name" "$code" -C "$repo" --config "$repo/tidemark.yml" check \
		--base =HEAD~1 --json "$result"
	[ -z "$regex" ] || check "$name: its words" \
		grep -Eq -- "$regex" "$world/out"
}
benchmark 'a benchmark that fails' 4 'exit status 3' <<'END'
echo whoops >&2; exit 3
END
shows 'what it wrote is shown' 'whoops'
shows 'its log is named' 'logs/bench-main-'
benchmark 'a benchmark that crashes' 4 'signal 11' <<'END'
kill -SEGV $$
END
benchmark 'a benchmark that hangs' 4 'timed out' <<'END'
trap '' TERM; sleep 600
END
benchmark 'a benchmark that prints nothing' 4 'nothing printed' <<'END'
true
END
benchmark 'broken JSON' 4 'output of main' <<'END'
echo '{"benchmarks": [{"name": "a", '
END
benchmark 'text in place of JSON' 4 'output of main' <<'END'
echo 'a took 5 ns'
END
benchmark 'NaN' 4 'invalid token|NaN' <<'END'
echo '{"benchmarks": ['; sed 's/100/NaN/' row; echo ']}'
END
benchmark 'a negative time' 4 'a time above 0' <<'END'
echo '{"benchmarks": ['; sed 's/100/-5/' row; echo ']}'
END
benchmark 'a time of zero' 4 'a time above 0' <<'END'
echo '{"benchmarks": ['; sed 's/100/0/' row; echo ']}'
END
benchmark 'the same name twice' 4 'printed twice' <<'END'
echo '{"benchmarks": ['; cat row; echo ','; cat row; echo ']}'
END
benchmark 'no benchmark at all' 4 'no benchmark in it' <<'END'
echo '{"benchmarks": []}'
END
benchmark 'a benchmark that is only on the base' 3 'the head has not' <<'END'
echo '{"benchmarks": ['; sed 's/"a"/"b"/' row; echo ']}'
END
check 'it is missing' json "$result" 'r["verdict"] == "missing"'
check 'the other is new' json "$result" \
	'{u["verdict"] for u in r["not_judged"]} == {"missing", "new"}'
benchmark 'one more benchmark' 0 '' <<'END'
echo '{"benchmarks": ['; cat row; echo ,; sed 's/"a"/"b"/' row; echo ']}'
END
check 'the new one does not fail the check' json "$result" \
	'r["verdict"] == "new" or r["verdict"] == "pass"'
benchmark 'a series that comes and goes' 3 'round' <<'END'
n=$(cat "$SYNTHETIC_COUNTER" 2>/dev/null || echo 0)
echo $((n + 1)) >"$SYNTHETIC_COUNTER"
echo '{"benchmarks": ['; cat row
[ $((n % 4)) = 3 ] || { echo ,; sed 's/"a"/"b"/' row; }
echo ']}'
END

# ---- names ----
repo=$world/names
script_repo "$repo" <<'END'
echo '{"benchmarks": ['; cat row; echo ']}'
END
{
	row 'q\"<script>alert(1)</script>' 100 && echo ,
	row '`touch /tmp/never`$(id)' 100 && echo ,
	row 'line\nbreak' 100 && echo ,
	row '\u001b[31mred\u001b[0m\u0007' 100 && echo ,
	row '|md|table|' 100
} >"$repo/row"
commit "$repo" 'names'
echo '# other' >>"$repo/bench.sh"
git -C "$repo" commit -q -a -m $'hostile \e[31msubject'
export GITHUB_STEP_SUMMARY=$world/summary.md
echo 'before' >"$GITHUB_STEP_SUMMARY"
exits 'hostile names' 0 -C "$repo" check --json "$result" --output text \
	--output "markdown=$world/report.md"
unset GITHUB_STEP_SUMMARY
check 'the result file holds them unchanged' json "$result" \
	'"\x1b[31mred\x1b[0m\x07/real_time" in
	[s["benchmark"] + "/" + s["metric"] for s in r["series"]]'
check 'no escape reaches the terminal' \
	sh -c '! grep -q "$(printf "\033")" "$1" "$2"' - "$world/out" "$world/err"
check 'no HTML in the markdown' sh -c '! grep -q "<script" "$1"' - \
	"$world/report.md"
check 'the step summary is appended' sh -c \
	'head -1 "$1" | grep -q before && grep -q "md" "$1"' - "$world/summary.md"

# ---- floods ----
repo=$world/flood
script_repo "$repo" <<'END'
awk -v n="$(cat rows)" 'BEGIN { printf "{\"benchmarks\": ["
	for (i = 0; i < n; i++)
		printf "%s{\"name\": \"x/%d\", \"real_time\": 5, " \
			"\"time_unit\": \"ns\"}", (i ? ",\n" : ""), i
	print "]}" }'
END
sed -i 's/^version: 1/version: 1\nmeasure: {max-series: 100, control: false}/' \
	"$repo/tidemark.yml"
echo 90 >"$repo/rows"
commit "$repo" 'ninety rows'
echo 1000000 >"$repo/rows"
commit "$repo" 'a million rows'
python3 - "$tidemark" "$repo" "$result" >"$world/out" <<'END'
import resource, subprocess, sys
code = subprocess.run([sys.argv[1], "-C", sys.argv[2], "check", "--rounds",
    "8", "--json", sys.argv[3], "--output", "text=/dev/null"],
    stderr=subprocess.DEVNULL).returncode
print("code", code)
print("KiB", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
END
check 'a million rows are capped, and not passed' grep -qx 'code 3' \
	"$world/out"
check 'the cap is said' json "$result" \
	'any("more than 100 series" in u["reason"] for u in r["not_judged"])'
check 'those of both sides are judged' json "$result" 'len(r["series"]) == 90'
case $build in
*/asan) ok 'below 64 MiB # SKIP sanitizers take more' ;;
*) check 'below 64 MiB whatever is printed' \
	awk '$1 == "KiB" { exit $2 >= 65536 }' "$world/out" ;;
esac

# ---- disks and permissions ----
repo=$world/script
exits 'an output that cannot be written' 3 -C "$repo" check \
	--json "$world/no/such/folder.json"
says 'the output is named' 'no/such'
exits 'a full disk for the report' 3 -C "$repo" check --output text=/dev/full
if [ "$(id -u)" = 0 ] && mkdir "$world/small" &&
	mount -t tmpfs -o size=64k none "$world/small" 2>/dev/null; then
	head -c 100k /dev/zero >"$world/small/fill" 2>/dev/null
	exits 'a full disk for the store' 3 -C "$repo" \
		--store "$world/small/store.db" check
	says 'the full disk is named' 'small'
	exits 'the store of a full disk is no obstacle afterwards' 0 \
		-C "$repo" check
	umount "$world/small"
else
	ok 'a full disk for the store # SKIP no tmpfs can be mounted'
fi
read_only() { # FOLDER: nothing can be written into it any more
	[ "$(id -u)" = 0 ] && mount --bind "$1" "$1" 2>/dev/null &&
		mount -o remount,ro,bind "$1" 2>/dev/null
}
mkdir "$world/kept" "$world/fresh"
cp -a "$repo" "$world/kept/repo"
cp -a "$repo" "$world/fresh/repo"
rm -rf "$world/fresh/repo/.git/tidemark"
if read_only "$world/kept" && read_only "$world/fresh"; then
	rm -rf "$XDG_CACHE_HOME"
	exits 'a read-only repository with its store elsewhere' 0 \
		-C "$world/kept/repo" --store "$world/elsewhere.db" check
	for copy in kept fresh; do
		exits "a read-only repository, $copy" 3 \
			-C "$world/$copy/repo" check
		says 'another place is suggested' '--store'
	done
	umount --lazy "$world/kept" "$world/fresh"
else
	ok 'a read-only repository # SKIP no bind mount'
fi
version=$(sqlite3 "$repo/.git/tidemark/store.db" 'PRAGMA user_version')
sqlite3 "$repo/.git/tidemark/store.db" 'PRAGMA user_version = 99'
exits 'a store of a newer version' 2 -C "$repo" check
says 'the version is said' '99'
sqlite3 "$repo/.git/tidemark/store.db" "PRAGMA user_version = $version"
exits 'the store as it was' 0 -C "$repo" check
finish
