#!/bin/bash
# tidemark scaling: classes of families, what changes them, what does not, and
# what cannot be judged. Times come from files, with noise that a counter seeds.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
repo=$world/repo
times_repo "$repo"

# Lines "name value" of a family at 64, 256, ... 65536: $1 its name, $2 an awk
# expression of n, $3 a third word.
family() {
	awk -v name="$1" -v word="${3:-}" 'BEGIN {
		for (n = 64; n <= 65536; n *= 4)
			print name "/" n, '"$2"', word
	}'
}
base() { # what the base has, from standard input; head begins as its copy
	cat >"$repo/times"
	commit "$repo" 'base'
}
head_has() { # SUBJECT: and what head has
	cat >"$repo/times"
	commit "$repo" "$1"
}
scaling() { # NAME CODE OPTION...: of the last two commits
	local name=$1 code=$2
	shift 2
	exits "$name" "$code" -C "$repo" scaling --base =HEAD~1 --rounds 10 \
		--seed 1 --json "$world/result.json" "$@"
}
finds() { # NAME EXPRESSION: over r, and f(name) of its families
	check "$1" json "$world/result.json" \
		"(lambda f: $2)(lambda name: next(x for x in r['families'] if x['name'] == name))"
}

# ---- classes ----
base <<<"$(family worse '10 * n'; family steep '10 * n'
	family steady '50'; family factor '10 * n'
	family better 'n * n'; family same '3 * n * log(n)')"
head_has 'changes' <<<"$(family worse '10 * n * log(n)'; family steep 'n * n'
	family steady '50'; family factor '13 * n'
	family better '10 * n'; family same '3 * n * log(n)')"
scaling 'a class that gets worse' 1
finds 'O(n) to O(n log n) is a regression' \
	'(f("worse")["verdict"], f("worse")["base_class"], f("worse")["class"]) == ("regressed", "O(n)", "O(n log n)")'
finds 'O(n) to O(n^2) is a regression' \
	'(f("steep")["verdict"], f("steep")["class"]) == ("regressed", "O(n^2)")'
finds 'O(1) stays' \
	'(f("steady")["verdict"], f("steady")["class"]) == ("pass", "O(1)")'
finds 'O(n^2) to O(n) is an improvement' \
	'(f("better")["verdict"], f("better")["class"]) == ("improved", "O(n)")'
finds 'O(n log n) stays' \
	'(f("same")["verdict"], f("same")["class"]) == ("pass", "O(n log n)")'
finds 'a constant factor is no change of class, and is told' \
	'f("factor")["verdict"] == "pass" and f("factor")["change"]["because"] == "factor" and 1.25 < f("factor")["change"]["level"] < 1.35'
finds 'exponents are near the truth, and have intervals' \
	'abs(f("steep")["exponent"] - 2) < .02 and f("steep")["exponent_interval"][0] < f("steep")["exponent"] < f("steep")["exponent_interval"][1]'
finds 'the worst family comes first' 'r["families"][0]["name"] == "steep"'
shows 'the factor is told in words' 'factor/real_time: \+3[0-9.]* % on average, which is no change'
shows 'the class is told in words' 'steep/real_time: O\(n\) is now O\(n\^2\)'
check 'the result is as its schema says' \
	conforms "$world/result.json" reports/scaling.schema.json

# ---- choosing, formats, charts ----
scaling 'only what matches' 0 --match 'steady/*' --markdown "$world/page.md"
finds 'only what matches is shown' 'len(r["families"]) == 1'
check 'markdown has its table' grep -q '| steady/real' "$world/page.md"
scaling 'a pattern that matches nothing passes nothing' 3 --match 'nosuch/*'
scaling 'a chart' 1 --chart "$world/chart.svg"
check 'the chart names the law' grep -q 'O(n^2), exponent 2.0' "$world/chart.svg"
export GITHUB_STEP_SUMMARY=$world/summary
scaling 'the step summary' 1
check 'the step summary has the verdict' grep -q 'regressed' "$world/summary"
unset GITHUB_STEP_SUMMARY

# ---- one commit alone ----
run -C "$repo" scaling --no-base --rounds 8 --json "$world/result.json"
is 'a commit alone: exit 0' "$status" 0
finds 'it has its classes and is not judged' \
	'f("steep")["class"] == "O(n^2)" and f("steep")["verdict"] == "new" and r["base"] is None and f("steep")["base"] is None'
check 'the result without a base is as its schema says' \
	conforms "$world/result.json" reports/scaling.schema.json
exits '--base and --no-base' 2 -C "$repo" scaling --no-base --base main
exits 'a history for a base' 2 -C "$repo" scaling --base history
exits 'a base that there is not' 2 -C "$repo" scaling --base nosuch
exits 'one round' 2 -C "$repo" scaling --rounds 1
git -C "$repo" checkout -q --orphan single
git -C "$repo" commit -q -m 'no parent'
git -C "$repo" branch -D main >"$world/out" 2>&1
run -C "$repo" scaling --rounds 8 --json "$world/result.json"
is 'a first commit is measured, and does not pass: exit 3' "$status" 3
finds 'and it says why' '"there is no base" in r["reason"] and f("steep")["class"] == "O(n^2)"'
git -C "$repo" checkout -q -b main

# ---- what one side lacks ----
base <<<"$(family gone '10 * n'; family fewer '10 * n'; family more '10 * n')"
head_has 'sizes' <<<"$(family fewer '10 * n' | sed 3d
	family more '10 * n'; echo more/262144 2621440; family added 'n')"
scaling 'families and sizes that are missing' 3
finds 'a family that head lacks is missing' \
	'[x["verdict"] for x in r["not_judged"] if x["name"] == "gone"] == ["missing"]'
finds 'so is one of which head lacks a size' \
	'f("fewer")["verdict"] == "missing" and "the sizes 1024" in f("fewer")["note"]'
finds 'a size more is no fault' \
	'f("more")["verdict"] == "pass" and "base has not got the sizes 262144" in f("more")["note"]'
finds 'a family more is new' 'f("added")["verdict"] == "new"'
head_has 'nothing but new' <<<"$(family other 'n')"
base <<<"$(family fresh 'n')"
scaling 'only new families compare nothing' 3

# ---- what has no class ----
base <<<"$(family good '10 * n'; echo 'few/1 10'; echo 'few/100 20'
	echo 'near/100 1'; echo 'near/101 1'; echo 'near/102 1'; echo 'near/103 1'
	echo 'zero/0 1'; echo 'zero/10 1'; echo 'zero/100 1'; echo 'zero/1000 1'
	echo 'twice/1k 1'; echo 'twice/1000 1'; echo 'twice/10 1'; echo 'twice/1 1'
	echo 'plain 7'
	echo 'one/1 1'; echo 'one/2 2'; echo 'one/4 4'; echo 'one/8 8'
	echo 'huge/1Ki 1'; echo 'huge/1Mi 1000'; echo 'huge/1Gi 1000000'
	echo 'huge/1<<40 1000000000')"
echo '# again' >>"$repo/bench.sh" && commit "$repo" 'again'
scaling 'families that tell no class fail nothing' 0
finds 'they are named, with the reason' \
	'sorted(x["name"] for x in r["not_judged"]) == ["few", "near", "twice", "zero"]'
finds 'series without a size are counted' 'r["series_without_family"] == 1'
finds 'sizes from 1 on have a class' 'f("one")["class"] == "O(n)"'
finds 'huge sizes are read' 'f("huge")["sizes"][-1] == 2**40'

# ---- rates ----
base <<<"$(family rate '1000 * n' items_per_second)"
head_has 'a slower rate' <<<"$(family rate 'n * n' items_per_second)"
sed -i 's/    timeout: 20s/&\n    metrics: [items_per_second]/' "$repo/tidemark.yml"
git -C "$repo" commit -qam 'judge the rate'
git -C "$repo" checkout -q HEAD~2 -- times
commit "$repo" 'the better rate'
git -C "$repo" checkout -q HEAD~2 -- times
commit "$repo" 'the worse rate'
scaling 'a rate that falls faster is worse' 1
finds 'its cost has the class' \
	'(f("rate")["direction"], f("rate")["base_class"], f("rate")["class"]) == ("bigger", "O(n)", "O(n^2)")'
git -C "$repo" revert --no-edit HEAD~2..HEAD >"$world/out" 2>&1
sed -i '/metrics:/d' "$repo/tidemark.yml"
commit "$repo" 'times again'

# ---- noise ----
echo .4 >"$repo/noise"
base <<<"$(family loud '10 * n')"
head_has 'still loud' <<<"$(family loud '10.0 * n' | sed 's/$/ /')"
scaling 'too much noise decides nothing' 3
finds 'it is inconclusive, not passed' 'f("loud")["verdict"] == "inconclusive"'
git -C "$repo" rm -q noise && commit "$repo" 'quiet'

# ---- hostile names and values ----
base <<<"$(family "'\$(touch\${IFS}ran)|<b>=1" '10 * n')"
head_has 'hostile' <<<"$(family "'\$(touch\${IFS}ran)|<b>=1" 'n * n')"
scaling 'a hostile name' 1 --markdown "$world/page.md" --chart "$world/chart.svg"
check 'nothing of it is run' test ! -e ran -a ! -e "$repo/ran"
check 'its markup is escaped' sh -c "! grep -q '<b>' '$world/page.md' '$world/chart.svg'"
for value in 0 -1 nan; do
	base <<<"$(family good '10 * n')"
	head_has "value $value" <<<"$(family good '10 * n'; echo "bad/1 $value")"
	[ "$value" != nan ] || sed -i 's/real_time\\": %.4f/real_time\\": NaN/' "$repo/bench.sh"
	[ "$value" != nan ] || commit "$repo" 'prints NaN'
	scaling "a value of $value is an error" 4
done
git -C "$repo" revert --no-edit HEAD >"$world/out" 2>&1

# ---- failures ----
base <<<"$(family good '10 * n')"
echo broken >"$repo/crash" && commit "$repo" 'crashes'
scaling 'a benchmark that fails' 4
finds 'its error is told' '"broken" in r["not_judged"][0]["reason"]'
git -C "$repo" rm -q crash && commit "$repo" 'mended'
sed -i '1a build:\n  command: test ! -e unbuildable' "$repo/tidemark.yml"
commit "$repo" 'with a build'
touch "$repo/unbuildable" && commit "$repo" 'cannot be built'
scaling 'a build that fails' 4
finds 'which side is told' '"head commit could not be built" in r["reason"]'
git -C "$repo" rm -q unbuildable && commit "$repo" 'can be built'

# ---- identical ----
git -C "$repo" commit -q --allow-empty -m 'nothing'
exits 'equal inputs are identical' 0 -C "$repo" scaling --base =HEAD~1
shows 'which is told' 'nothing was built or run'
scaling 'they can be measured nevertheless' 0 --no-identical
finds 'and pass' 'f("good")["verdict"] == "pass"'

# ---- killed ----
echo '# once more' >>"$repo/bench.sh" && commit "$repo" 'once more'
cat >"$SYNTHETIC_COUNTER.hook" <<END
[ "\$n" -lt "\$(cat '$world/stop')" ] || kill -9 "\$(cat '$world/pid')"
END
echo $(($(cat "$SYNTHETIC_COUNTER") + 12)) >"$world/stop"
"$tidemark" -C "$repo" scaling --base =HEAD~1 --rounds 10 >"$world/out" \
	2>"$world/err" </dev/null &
echo $! >"$world/pid"
wait $! 2>/dev/null
status=$?
is 'it was killed in the middle' "$status" 137
rm "$SYNTHETIC_COUNTER.hook"
is 'the store is sound' "$(sqlite3 "$repo/.git/tidemark/store.db" \
	'PRAGMA integrity_check')" ok
scaling 'the next one goes on' 0

# ---- benchmarks that form no family are not run ----
cat >"$repo/tidemark.yml" <<'END'
version: 1
benchmarks:
  - {name: lone, command: touch "$SYNTHETIC_COUNTER.lone"}
  - {name: f/1, command: "true"}
  - {name: f/10, command: "true"}
  - {name: f/100, command: "true"}
  - {name: f/1k, command: "true"}
environment: [SYNTHETIC_COUNTER]
END
sed -i 's/}$/, format: command}/' "$repo/tidemark.yml"
commit "$repo" 'commands'
echo '# third' >>"$repo/bench.sh" && commit "$repo" 'third'
run -C "$repo" scaling --base =HEAD~1 --rounds 8 --json "$world/result.json"
check 'a benchmark of no family is not run' \
	test ! -e "$SYNTHETIC_COUNTER.lone"
finds 'benchmarks whose names are a family are' 'f("f")["sizes"] == [1, 10, 100, 1000]'
finish
