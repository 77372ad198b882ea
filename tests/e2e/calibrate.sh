#!/bin/bash
# doctor --calibrate, on a benchmark whose noise is made up.
. "$(dirname "$0")/lib.sh"
repo=$world/repo
mkdir "$world/empty"
exits 'calibrate without a repository' 2 -C "$world/empty" doctor --calibrate
synthetic_repo "$repo"
exits 'an option of the calibration alone' 2 -C "$repo" doctor --rounds 9
says 'it says what is missing' '--calibrate'
exits 'a benchmark alone' 2 -C "$repo" doctor main
exits 'a benchmark that is not there' 2 -C "$repo" doctor --calibrate other
says 'it names one that is' 'other: .*main'
exits 'a chart of no format' 2 -C "$repo" doctor --calibrate --chart a.pdf
says 'it names the formats' '\.svg or \.png'

# Noise of 2 % in each of three copies and 5 repetitions, of which the best
# counts; 2 % outliers. The tests of noise may flag something; the rest is given
# by the seed and the counter.
exits 'doctor --calibrate' 0 -C "$repo" doctor --calibrate --seed 1 \
	--json "$world/a.json" --chart "$world/a.svg"
check 'the three builds are told apart' test "$(grep -c '^building ' \
	"$world/err")" -eq 3
shows 'it has a row of the series' '^work/64/real_time +[0-9.]+ %'
shows 'it suggests a tolerance' '^    tolerance: [0-9]+%  # not below'
shows 'it suggests a budget' '^  budget: [0-9]+[sm]  # '
check 'the chart is an SVG' grep -q '</svg>' "$world/a.svg"
check 'it names the series' grep -q 'work/64/real_time' "$world/a.svg"
check 'the samples of 40 rounds are there' json "$world/a.json" \
	'len(r["series"]) == 1 and all(len(s) == 40 for s in
	r["series"][0]["samples"].values())'
check 'the spread is that of the noise' json "$world/a.json" \
	'.005 < r["series"][0]["spread"] < .05'
check 'equal copies are found equal' json "$world/a.json" \
	'abs(r["series"][0]["offset"] - 1) < .02'
check 'places in the round are known' json "$world/a.json" \
	'None not in r["series"][0]["slots"]'
check 'more rounds find less' json "$world/a.json" \
	'[m["mde"] for m in r["series"][0]["mde"]] == sorted((m["mde"] for m in
	r["series"][0]["mde"]), reverse=True)'
check 'nothing is stored' test ! -e "$repo/.git/tidemark/store.db"

# What it suggests is taken by a check of equal code.
"$tidemark" -q -C "$repo" doctor --calibrate main --seed 2 \
	>"$world/out" 2>"$world/err" </dev/null
{
	cat "$repo/tidemark.yml"
	sed -n '/^rules:/,$p' "$world/out"
} >"$world/tidemark.yml"
truth "$repo" 1.00 'the same once more'
exits 'the suggestion is a config under which equal code passes' 0 -C "$repo" \
	--config "$world/tidemark.yml" check --base =HEAD~1 --no-identical \
	--seed 3

exits 'JSON alone on standard output' 0 -q -C "$repo" doctor --calibrate \
	--rounds 8 --json -
cp "$world/out" "$world/b.json"
check 'with as many rounds as were asked for' json "$world/b.json" \
	'r["schema"] == "tidemark.calibration/1" and r["rounds"] == 8'
exits 'a budget for fewer than 8 rounds' 3 -C "$repo" doctor --calibrate \
	--budget 1ms
says 'it says so' 'nothing was measured'

# ---- what fails ----
printf 'exit 7\n' | script_repo "$world/fails"
exits 'a benchmark that fails' 4 -C "$world/fails" doctor --calibrate \
	--chart "$world/none.svg"
shows 'it is named' '^not measured: main: .*exit status 7'
check 'there is no chart of nothing' test ! -e "$world/none.svg"
printf "echo '{\"benchmarks\": [%s]}'\n" "$(row x 5)" |
	script_repo "$world/other"
sed -i 's/^    timeout:/    metrics: [p99]\n&/' "$world/other/tidemark.yml"
commit "$world/other" 'judge what is not printed'
exits 'a benchmark that prints other metrics' 3 -C "$world/other" doctor \
	--calibrate
shows 'it is named, too' '^not measured: main: .*none of its judged metrics'
cat >"$world/fails/tidemark.yml" <<'END'
version: 1
build:
  command: exit 9
benchmarks:
  - name: main
    command: sh bench.sh
END
commit "$world/fails" 'a build that fails'
exits 'a build that fails' 4 -C "$world/fails" doctor --calibrate
says 'it says so' 'exit status 9'

# Values between which a factor of up to 25 lies, by the process's number.
script_repo "$world/wild" <<'END'
n=$(cat "$SYNTHETIC_COUNTER" 2>/dev/null || echo 1)
n=$(((n * 16807 + 11) % 2147483647))
echo "$n" >"$SYNTHETIC_COUNTER"
printf '{"benchmarks": [{"name": "wild", "run_type": "iteration", '
printf '"iterations": 1, "real_time": %s, ' $((n % 1000 + 40))
printf '"cpu_time": 1, "time_unit": "ns"}]}'
END
echo 17 >"$SYNTHETIC_COUNTER"
exits 'noise that no tolerance helps' 0 -C "$world/wild" doctor --calibrate \
	--seed 1
shows 'it says so' 'too noisy for any tolerance'
check 'it suggests none' test -z "$(grep '^ *tolerance:' "$world/out")"
exits 'it fails where that is asked for' 3 -C "$world/wild" doctor \
	--calibrate --strict --seed 1
finish
