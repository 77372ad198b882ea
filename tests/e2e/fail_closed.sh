#!/bin/bash
# Ways in which a gate might pass what it did not measure, or lose its verdict:
# each is closed.
. "$(dirname "$0")/lib.sh"
result=$world/result.json

# A repository whose benchmark prints the row that the file `row` holds; the
# second commit's row is $1.
pair() {
	rm -rf "$world/pair"
	repo=$world/pair
	script_repo "$repo" <<-'END'
		echo '{"benchmarks": ['; cat row; echo ']}'
	END
	row a 100 "${2-}" >"$repo/row"
	commit "$repo" 'base'
	row a "$1" "${3-}" >"$repo/row"
	commit "$repo" 'head'
}

# ---- the caller's state ----
pair 100
echo 'exit 3' >"$repo/bench.sh"
commit "$repo" 'broken'
python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$tidemark" -C "$repo" check \
	>"$world/out" 2>"$world/err"
status=$?
check 'a caller that ignores SIGCHLD does not hide a failure' \
	test "$status" -eq 4
pair 200
run -C "$repo" check
check 'a slowdown exits 1' test "$status" -eq 1
"$tidemark" -q -C "$repo" check >/dev/full 2>"$world/err"
status=$?
check 'so it does where the report cannot be written' test "$status" -eq 1
"$tidemark" -q -C "$repo" check <&- >&- 2>&-
status=$?
check 'so it does without standard streams' test "$status" -eq 1
pair 100.5
GITHUB_STEP_SUMMARY=$world/no/such/file "$tidemark" -C "$repo" check \
	>"$world/out" 2>"$world/err"
status=$?
check 'a lost step summary changes no verdict' test "$status" -eq 0
says 'and is told' 'GITHUB_STEP_SUMMARY'

# ---- paths that are not there ----
pair 200
sed -i 's/^benchmarks:/build: {inputs: [scr]}\nbenchmarks:/' \
	"$repo/tidemark.yml"
exits 'an input that no commit has' 2 -C "$repo" \
	--config "$repo/tidemark.yml" check
says 'it is named' 'build.inputs.*scr'
git -C "$repo" checkout -q -- tidemark.yml
echo '    sources: [bnech.sh]' >"$world/sources"
sed "/format: google/r $world/sources" "$repo/tidemark.yml" >"$world/typo.yml"
exits 'a source that no commit has' 2 -C "$repo" --config "$world/typo.yml" \
	check
says 'it is named, too' 'bnech.sh'

# ---- nothing measured is no pass, whatever is mapped ----
pair 200
exits 'a refused budget is not inconclusive' 3 -C "$repo" check \
	--budget 1ms --inconclusive pass
sed -i '/^environment/d' "$repo/tidemark.yml"
cat >>"$repo/tidemark.yml" <<'END'
  - name: other
    command: exit 7
END
commit "$repo" 'another benchmark'
exits 'a refused budget hides no broken benchmark' 4 -C "$repo" \
	--config "$repo/tidemark.yml" check --base =HEAD~1 --budget 1ms \
	--no-identical
pair 100
sed -i 's/    format: google/    format: google\n    sources: [bench.sh]/' \
	"$repo/tidemark.yml"
commit "$repo" 'sources'
echo '# changed' >>"$repo/bench.sh"
commit "$repo" 'changed'
exits 'a changed benchmark is not mapped' 3 -C "$repo" check \
	--inconclusive pass

pair 200
exits 'a suspicion that the rounds cut off' 3 -C "$repo" check --rounds 10
shows 'it is said' 'before they could tell'
exits 'is not mapped either' 3 -C "$repo" check --rounds 10 --inconclusive pass
sed 's/^environment.*/rules: [{match: "b\/*", tolerance: 900%}]/' \
	"$repo/tidemark.yml" >"$world/rules.yml"
exits 'a rule that matches nothing' 1 -C "$repo" --config "$world/rules.yml" \
	check
shows 'it is told' 'rules\[0\].*matches no series'
exits 'two reports in one place' 2 -C "$repo" check --json - --markdown -

# ---- directions ----
pair 100 ', "qps": 1000' ', "qps": 500'
sed 's/    format: google/    format: google\n    metrics: [qps]/' \
	"$repo/tidemark.yml" >"$world/qps.yml"
exits 'a metric of unknown direction' 2 -C "$repo" --config "$world/qps.yml" \
	check
says 'it says what to do' 'bigger or smaller'
sed 's/    metrics: .*/&\n    bigger: [qps]/' "$world/qps.yml" \
	>"$world/bigger.yml"
exits 'half of what should be big is a regression' 1 -C "$repo" \
	--config "$world/bigger.yml" check --json "$result"
check 'its ratio is 2' json "$result" 'abs(r["series"][0]["ratio"] - 2) < 1e-6'
sed 's/    metrics: .*/&\n    smaller: [qps]/' "$world/qps.yml" \
	>"$world/smaller.yml"
exits 'half of what should be small is none' 0 -C "$repo" \
	--config "$world/smaller.yml" check

# ---- extremes ----
pair 1e308
row a 1e-300 >"$repo/row"
git -C "$repo" commit -q --amend -a -m 'head'
row a 1e308 >"$repo/row"
commit "$repo" 'huge'
exits 'a ratio beyond all numbers' 1 -C "$repo" check

# ---- each commit's own build command ----
pair 100
git -C "$repo" tag old
sed -i 's/^benchmarks:/build: {command: sh make.sh}\nbenchmarks:/' \
	"$repo/tidemark.yml"
echo true >"$repo/make.sh"
commit "$repo" 'a build command'
echo '# more' >>"$repo/bench.sh"
commit "$repo" 'more'
exits 'an old base is built its own way' 0 -C "$repo" check --base =old

# ---- a benchmark that ages its tree ----
repo=$world/journal
script_repo "$repo" <<'END'
echo line >>journal
echo "{\"benchmarks\": [{\"name\": \"a\", \"time_unit\": \"ns\", \"real_time\":
$((1000 + 10 * $(wc -l <journal)))}]}"
END
echo '# other' >>"$repo/bench.sh"
commit "$repo" 'other'
run -C "$repo" check --base =HEAD~1 --seed 3 --json "$world/first.json"
echo '# third' >>"$repo/bench.sh"
commit "$repo" 'third'
run -C "$repo" check --base =HEAD~2 --seed 3 --json "$result"
check 'a tree that benchmarks changed is built again' json "$result" \
	'r["series"][0]["base_value"] == '"$(python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["series"][0]["base_value"])' \
	"$world/first.json")"

# ---- stored samples fail nothing ----
pair 200
run -C "$repo" run HEAD HEAD~1 --rounds 5
exits 'stored-only never exits 1' 3 -C "$repo" check --stored-only \
	--inconclusive fail

# ---- a run that the budget cut short ----
repo=$world/slow
script_repo "$repo" <<'END'
n=$(cat "$SYNTHETIC_COUNTER" 2>/dev/null || echo 0)
echo $((n + 1)) >"$SYNTHETIC_COUNTER"
[ $n -lt 2 ] || sleep 0.7
echo '{"benchmarks": ['; cat row; echo ']}'
END
row a 100 >"$repo/row"
commit "$repo" 'a row'
echo 0 >"$SYNTHETIC_COUNTER"
exits 'a run cut short' 3 -C "$repo" run HEAD --rounds 12 --budget 1s
says 'it is said' 'budget'
echo 0 >"$SYNTHETIC_COUNTER"
run -C "$repo" run HEAD --rounds 2 --skip-existing
check 'it is not taken for a whole one' sh -c \
	'! grep -q "has samples already" "$1"' - "$world/out"
finish
