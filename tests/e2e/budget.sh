#!/bin/bash
# What is run while some series are decided and others are not.
. "$(dirname "$0")/lib.sh"
result=$world/result.json

# ---- a harness that takes --filter=REGEX, with names that try to get out ----
# `near` is by turns 5 and 15 % slower in head: the gate cannot decide it.
repo=$world/filter
mkdir -p "$repo"
git -C "$repo" init -q -b main
cat >"$repo/bench.py" <<'END'
import json, os, re, sys
names = ["near", "it's", "$(touch pwned)", "a|b.*", "two\nlines", '"`|<x>', "\\"]
slower = [float(f) for f in open("factors").read().split()]
wanted = ""
for word in sys.argv[1:]:
    if not word.startswith("--filter="):
        sys.exit("unknown option " + word)
    wanted = word[len("--filter="):]
with open(os.environ["SYNTHETIC_COUNTER"], "a") as log:
    print(json.dumps(sys.argv[1:]), file=log)
turn = os.path.exists("turn")
os.remove("turn") if turn else open("turn", "w").close()
rows = [{"name": n, "real_time": 100 * (slower[turn] if n == "near" else 1),
         "time_unit": "ns"} for n in names if re.search(wanted, n)]
print(json.dumps({"benchmarks": rows}))
END
configure() { # FILTER
	cat >"$repo/tidemark.yml" <<-END
		version: 1
		benchmarks:
		  - name: main
		    command: |
		      python3 bench.py
		    format: google
		    filter: $1
		environment: [SYNTHETIC_COUNTER]
	END
	echo 1 1 >"$repo/factors"
	commit "$repo" "filter $1"
	echo 1.05 1.15 >"$repo/factors"
	commit "$repo" 'sometimes slower'
	: >"$SYNTHETIC_COUNTER"
}
rounds_are() { # NAME NEAR OTHERS
	check "$1" json "$result" "len(r['series']) == 7 and
	all(s['rounds'] == ($2 if s['benchmark'] == 'near' else $3)
	for s in r['series'])"
}
verdicts_are_right() { # NAME
	check "$1" json "$result" 'all(s["verdict"] == ("inconclusive"
	if s["benchmark"] == "near" else "pass") for s in r["series"])
	and r["not_judged"] == []'
}
configure --filter
exits 'one of seven is undecided' 3 -C "$repo" check --base =HEAD~1 \
	--rounds 12 --json "$result" --output text
rounds_are 'the undecided one alone goes on' 12 8
verdicts_are_right 'every name has its verdict'
check 'four blocks of twelve are filtered' json "$result" \
	'[(b["benchmark"], b["blocks"], b["filtered_blocks"])
	for b in r["budget"]["benchmarks"]] == [("main", 12, 4)]'
shows 'the report says so' '^budget 10m.*4 of 12 blocks filtered'
check 'nothing is warned of' json "$result" 'r["warnings"] == []'
check 'the filter is one argument' \
	test "$(tail -1 "$SYNTHETIC_COUNTER")" = '["--filter=^(near)$"]'
check 'all sides of a block have the same filter' \
	test "$(grep -c near "$SYNTHETIC_COUNTER")" -eq 12

# ---- the same, with the hostile names undecided and near passing ----
sed -i 's/n == "near"/n != "near"/' "$repo/bench.py"
configure --filter
exits 'six of seven are undecided' 3 -C "$repo" check --base =HEAD~1 \
	--rounds 10 --json "$result"
rounds_are 'hostile names are filtered as they are' 8 10
check 'two blocks are filtered' json "$result" \
	'r["budget"]["benchmarks"][0]["filtered_blocks"] == 2
	and r["warnings"] == []'
check 'no shell read them' test -z "$(find "$world" -name pwned)"
sed -i 's/n != "near"/n == "near"/' "$repo/bench.py"

# ---- filters that do not work cost a block and no verdict ----
configure --broken
exits 'an unknown option' 3 -C "$repo" check --base =HEAD~1 --rounds 10 \
	--json "$result" --output text
rounds_are 'the whole command goes on' 10 8
verdicts_are_right 'no name is missing for want of a filter'
check 'no block is filtered' json "$result" \
	'r["budget"]["benchmarks"][0]["filtered_blocks"] == 0'
check 'the report warns once' json "$result" 'len(r["warnings"]) == 1 and
	"main: its filter --broken does not work" in r["warnings"][0]'
shows 'the text report warns too' '^warning: main: its filter --broken'
sed -i 's/re.search(wanted, n)/"no match" == n or not wanted/' "$repo/bench.py"
configure --filter
exits 'a filter that finds nothing' 3 -C "$repo" check --base =HEAD~1 \
	--rounds 10 --json "$result"
verdicts_are_right 'no name is missing because of it'
check 'the report says what it did' json "$result" \
	'"no benchmark in it" in r["warnings"][0]'

# ---- interval-bench: names that no noise can decide go on alone ----
repo=$world/interval
mkdir -p "$repo"
git -C "$repo" init -q -b main
cat >"$repo/tidemark.yml" <<END
version: 1
benchmarks:
  - name: protocol
    command: >-
      '$build/interval-bench' protocol all --ops 300 --warmup 0
      --repetitions 1 --format json
    format: google
    filter: --filter
rules:
  - match: "*/treap/*"
    tolerance: 0.1%
  - match: "*/boundary*"
    tolerance: 0.1%
  - match: "*"
    tolerance: 1000%
END
commit "$repo" 'first'
commit "$repo" 'second'
run -C "$repo" check --base =HEAD~1 --no-identical --rounds 12 \
	--json "$result" --output text
check 'interval-bench takes the filter' json "$result" \
	'r["budget"]["benchmarks"][0]["filtered_blocks"] == 4
	and r["warnings"] == []'
check 'the decided ones stopped at eight rounds' json "$result" \
	'{s["rounds"] for s in r["series"] if s["tolerance"] == 10} == {8}'
finish
