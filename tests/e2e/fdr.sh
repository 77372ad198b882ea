#!/bin/bash
# Many series at once: q-values, and the rate that a config may require.
. "$(dirname "$0")/lib.sh"
result=$world/result.json

# 40 series, of which one takes half as much again in head. Its 14 rounds all lie
# beyond the tolerance: p = 2^-14 = 6.1e-5, q = 40 p = 0.24 %.
repo=$world/many
script_repo "$repo" <<'END'
awk -v slow="$(cat slow)" 'BEGIN {
	printf "{\"benchmarks\": ["
	for (i = 0; i < 40; i++)
		printf "%s{\"name\": \"b/%d\", \"time_unit\": \"ns\", " \
		    "\"real_time\": %d}", (i ? ", " : ""), i,
		    (i == 7 ? 100 * slow : 100)
	print "]}"
}'
END
require() { # RATE
	echo 1 >"$repo/slow"
	sed -i '/^fdr:/d' "$repo/tidemark.yml"
	[ -z "$1" ] || echo "fdr: $1" >>"$repo/tidemark.yml"
	commit "$repo" "fdr $1"
	echo 1.5 >"$repo/slow"
	commit "$repo" 'one is slower'
}
slow() { # NAME EXPRESSION: of the slow series s
	check "$1" json "$result" \
		"[$2 for s in r['series'] if s['benchmark'] == 'b/7'] == [True]"
}
require ''
exits 'no rate is required' 1 -v -C "$repo" check --base =HEAD~1 \
	--no-control --json "$result" --output text
slow 'its q-value is the smallest p times 40' \
	's["rounds"] == 14 and abs(s["q_value"] - 40 / 2 ** 14) < 1e-12'
check 'the others have a q-value of 1' json "$result" \
	'sorted(s["q_value"] for s in r["series"])[1] == 1
	and r["fdr"] is None'
shows 'a verbose report lists it' '^  b/7/real_time: 0\.2'
require 1%
exits 'a rate that it keeps' 1 -C "$repo" check --base =HEAD~1 \
	--no-control --json "$result"
require 0.1%
exits 'a rate that it does not keep' 3 -C "$repo" check --base =HEAD~1 \
	--no-control --json "$result" --output text
slow 'it is inconclusive' 's["verdict"] == "inconclusive"'
check 'the rate is in the result' json "$result" 'r["fdr"] == 0.001'
shows 'the report says why' \
	'b/7/real_time: slower .*, but one of 40: q = 0\.24 % > 0\.1 %'
finish
