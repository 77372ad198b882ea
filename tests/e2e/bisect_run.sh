#!/bin/bash
# A real `git bisect run` with the gate as its question: it finds the slow
# commit, skips what cannot be judged, and takes no error for good or bad.
. "$(dirname "$0")/lib.sh"
repo=$world/repo
result=$world/result.json
times_repo "$repo"
value() { # NAME VALUE SUBJECT: commit what the benchmark is to print
	echo "$1 $2" >"$repo/times"
	commit "$repo" "$3"
}
value parse 1000 'c0'
git -C "$repo" tag good
script=$(cat "$repo/bench.sh")
for number in 1 2 3 4 5; do
	value parse $((1000 + number)) "c$number"
done
echo 'exit 7' >"$repo/bench.sh"
value parse 1006 'c6, whose benchmark fails'
git -C "$repo" tag broken
echo "$script" >"$repo/bench.sh"
for number in 7 8; do
	value parse $((1000 + number)) "c$number"
done
value parse 1300 'c9, the slow one'
git -C "$repo" tag slow
for number in 10 11 12; do
	value parse $((1300 + number)) "c$number"
done
question=(check --base "=good" --bisect-run --rounds 20)
ask() { # REV [OPTION]...: what git would be told of a commit
	run -C "$repo" "${question[@]}" "$@"
}
answers() { # NAME CODE REV [OPTION]...
	local name=$1 code=$2
	shift 2
	ask "$@"
	is "$name: $code" "$status" "$code"
}
bisect() { # GIT'S ARGUMENTS...: sets $status and the files out and err
	git -C "$repo" bisect "$@" >"$world/out" 2>"$world/err" </dev/null
	status=$?
}

# ---- the search ----
bisect start main good
bisect run "$tidemark" "${question[@]}" HEAD
is 'git bisect run ends' "$status" 0
is 'it finds the slow commit' \
	"$(git -C "$repo" rev-parse refs/bisect/bad)" \
	"$(git -C "$repo" rev-parse slow)"
bisect log
shows 'git names it' '^# first bad commit: .*c9, the slow one'
shows 'the commit whose benchmark fails was asked for, and skipped' \
	'^# skip: .*c6, whose benchmark fails'
shows 'a fast one is good' '^# good: .* c8$'
bisect reset

# ---- what is good, bad, or neither ----
answers 'a commit that is as fast' 0 good~0 --no-identical
answers 'a commit that is slower' 1 slow
answers 'a benchmark that fails' 125 broken
answers 'a budget in which nothing can be proven' 125 slow --budget 1ms
answers 'stored samples, which prove no slowdown' 125 slow --stored-only \
	--json "$result"
check 'they are inconclusive' json "$result" 'r["verdict"] == "inconclusive"'
run -C "$repo" check --base pin:none --bisect-run slow
is 'a base that there is not' "$status" 125
answers 'one more base that there is not hides no regression' 1 slow \
	--base pin:none
git -C "$repo" checkout -q -b unbuilt main
printf 'build:\n  command: exit 9\n' >>"$repo/tidemark.yml"
commit "$repo" 'a build that fails'
answers 'a build that fails' 125 HEAD
exits 'without the option it is as ever' 4 -C "$repo" check --base =good HEAD
git -C "$repo" checkout -q main

# ---- what ends the search ----
bisect start main good
bisect run "$tidemark" "${question[@]}" --no-such HEAD
check 'git ends the search' test "$status" -ne 0
says 'and says that the status is above 127' '128'
bisect log
is 'the two ends alone are marked' \
	"$(grep -cE '^# (bad|good|skip): ' "$world/out")" 2
bisect reset
answers 'a revision that there is not' 128 nowhere
answers 'an option that there is not' 128 HEAD --no-such
run -C "$repo" check --no-such --bisect-run
is 'also before the option' "$status" 128
run -C "$repo" chekc --bisect-run
is 'a command that there is not' "$status" 128
run -C "$world/none" "${question[@]}"
is 'a folder that there is not' "$status" 128
answers 'undecided is never mapped' 128 slow --inconclusive fail
says 'and the message says why' 'bisect-run skips what is inconclusive'
answers 'a config that is wrong' 128 HEAD --config /dev/null
"$tidemark" -C "$repo" "${question[@]}" good --no-identical >/dev/full \
	2>"$world/err"
status=$?
is 'a verdict that nobody could read' "$status" 128
answers 'a store that is none' 128 slow --stored-only --store "$repo/bench.sh"
finish
