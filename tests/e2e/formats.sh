#!/bin/bash
# Reports in every format, read by parsers that are not ours: a check and a trend
# of a made repository with hostile names, and all reports of the golden tests,
# which hold what no benchmark would print. Run from the root of the repository.
. "$(dirname "$0")/lib.sh"
formats='json csv junit openmetrics atom badge'

place() { # FORMAT PREFIX: the file that formats.py looks for
	case $1 in
	junit) echo "$2.junit.xml" ;;
	badge) echo "$2.svg" ;;
	*) echo "$2.$1" ;;
	esac
}
outputs() { # PREFIX: sets the array `outputs`
	local format
	outputs=()
	for format in $formats; do
		outputs+=(--output "$format=$(place "$format" "$1")")
	done
}
agrees() { # NAME KIND PREFIX: each parser takes its file, and all say the same
	local file
	for file in "$3".junit.xml "$3".atom "$3".svg; do
		xmllint --noout --nonet "$file" >"$world/out" 2>"$world/err"
		status=$?
		check "$1: ${file##*.} is well formed" test "$status" -eq 0
	done
	python3 "$tests/openmetrics.py" "$3.openmetrics" \
		>"$world/out" 2>"$world/err"
	status=$?
	check "$1: OpenMetrics holds to its rules" test "$status" -eq 0
	python3 "$tests/formats.py" "$2" "$3" >"$world/out" 2>"$world/err"
	status=$?
	check "$1: all formats say what the JSON says" test "$status" -eq 0
}
golden=tests/golden/expected

# ---- the checker itself sees what is wrong ----
refuses() { # NAME TEXT
	printf '%b' "$2" >"$world/wrong"
	python3 "$tests/openmetrics.py" "$world/wrong" >"$world/out" 2>"$world/err"
	status=$?
	check "OpenMetrics: $1" test "$status" -eq 1
}
takes() { # NAME TEXT
	printf '%b' "$2" >"$world/right"
	python3 "$tests/openmetrics.py" "$world/right" >"$world/out" 2>"$world/err"
	status=$?
	check "OpenMetrics: $1" test "$status" -eq 0
}
takes 'a gauge with a unit' \
	'# TYPE a_s gauge\n# UNIT a_s s\n# HELP a_s x\na_s{l="\\\\n"} 1\n# EOF\n'
refuses 'no end' 'a 1\n'
refuses 'something behind the end' '# EOF\na 1\n'
refuses 'a unit that the name does not end in' '# UNIT a s\na 1\n# EOF\n'
refuses 'metadata behind a sample' 'a 1\n# TYPE a gauge\n# EOF\n'
refuses 'a family in two parts' 'a 1\nb 1\na{l="x"} 1\n# EOF\n'
refuses 'a sample twice' 'a{l="x"} 1\na{l="x"} 2\n# EOF\n'
refuses 'an empty label beside none' 'a{l=""} 1\na 2\n# EOF\n'
refuses 'a label twice' 'a{l="x",l="y"} 1\n# EOF\n'
refuses 'a quote in a label' 'a{l="x"y"} 1\n# EOF\n'
refuses 'an info that is not 1' '# TYPE a info\na_info 2\n# EOF\n'
refuses 'an info without its suffix' '# TYPE a info\na 1\n# EOF\n'
refuses 'a state without its label' '# TYPE a stateset\na{l="x"} 1\n# EOF\n'
refuses 'a state of 2' '# TYPE a stateset\na{a="x"} 2\n# EOF\n'
refuses 'a stateset with a unit' '# TYPE a_s stateset\n# UNIT a_s s\n# EOF\n'
refuses 'states of two series mixed' '# TYPE a stateset\na{l="1",a="x"} 1
a{l="2",a="x"} 1\na{l="1",a="y"} 0\n# EOF\n'
refuses 'an empty line' 'a 1\n\n# EOF\n'
refuses 'two spaces' 'a  1\n# EOF\n'

# ---- reports that nobody wants ----
for file in "$golden"/*.openmetrics; do
	name=$(basename "$file" .openmetrics)
	case $name in
	trend*) agrees "$name" trend "$golden/$name" ;;
	*) agrees "$name" check "$golden/$name" ;;
	esac
done
sed 's/"rounds": 14/"rounds": 15/' "$golden/regressed.json" >"$world/x.json"
for format in csv junit openmetrics atom badge; do
	cp "$(place "$format" "$golden/regressed")" \
		"$(place "$format" "$world/x")"
done
python3 "$tests/formats.py" check "$world/x" >"$world/out" 2>&1
status=$?
check 'a number that differs is seen' test "$status" -ne 0

# ---- a check ----
repo=$world/repo
script_repo "$repo" <<'END'
n=$(cat "$SYNTHETIC_COUNTER" 2>/dev/null || echo 0)
echo $((n + 1)) >"$SYNTHETIC_COUNTER"
cat >names.py <<'PYTHON'
import json, random, sys
random.seed(int(sys.argv[1]))
slow = float(open("slow").read())
names = ['"><script>', '`touch ran`', '$(touch ran)', '|md|table|', 'EOD',
         'two\nlines', '\x1b[31mred', '=1+1', 'a,b', '\u202eback', "it's"]
rows = [{"name": name, "run_type": "iteration", "iterations": 1,
         "real_time": 1000 * (slow if i == 0 else 1) * random.gauss(1, .01),
         "cpu_time": 1, "time_unit": "ns"} for i, name in enumerate(names)]
print(json.dumps({"benchmarks": rows}))
PYTHON
python3 names.py "$n"
END
echo 1 >"$repo/slow"
commit "$repo" 'the base'
echo 1.3 >"$repo/slow"
# shellcheck disable=SC2016 # a hostile subject, to be kept as it is
commit "$repo" 'slower <b> & "$(touch ran)" ]]>'
outputs "$world/check"
exits 'a check in all formats at once' 1 -C "$repo" check HEAD \
	--base =HEAD~1 --seed 7 "${outputs[@]}"
agrees 'a check' check "$world/check"
check 'one series regressed' json "$world/check.json" \
	'[s["benchmark"] for s in r["series"] if s["verdict"] == "regressed"]
	== ["\"><script>"]'
check 'the feed has the time of head' grep -q \
	"<updated>$(TZ=UTC git -C "$repo" log -1 --date=format-local:%FT%TZ \
		--format=%cd)</updated>" "$world/check.atom"
check 'nothing of a name is run' test ! -e "$repo/ran" -a ! -e ran

outputs "$world/same"
exits 'what is identical' 0 -C "$repo" check HEAD --base =HEAD \
	"${outputs[@]}"
agrees 'what is identical' check "$world/same"

# ---- a trend ----
repo=$world/night
times_repo "$repo"
for i in $(seq 24); do
	timed "$repo" "commit $i" parse "$((i > 12 ? 1200 : 1000))" flat 500
done
exits 'a history is measured' 0 -C "$repo" run --last 24 --rounds 3
for night in first second; do
	outputs "$world/$night"
	run -C "$repo" trend "${outputs[@]}"
	agrees "the $night night" trend "$world/$night"
done
check 'the first night alarms' json "$world/first.json" 'r["alarm"]'
check 'the second does not' json "$world/second.json" 'not r["alarm"]'
entry_ids() { grep -o '<id>[^<]*' "$1" | sort; }
is 'an entry keeps its id' "$(entry_ids "$world/second.atom")" \
	"$(entry_ids "$world/first.atom")"
outputs "$world/again"
run -C "$repo" trend "${outputs[@]}"
for format in $formats; do
	check "equal trends give equal bytes: $format" cmp -s \
		"$(place "$format" "$world/second")" \
		"$(place "$format" "$world/again")"
done
awk 'BEGIN { for (i = 0; i < 40; i++) {
	print "=x\\\"<y>," i "," (i < 20 ? 100 : -3 + i)
	print "zero," i ",0" } }' >"$world/table.csv"
outputs "$world/table"
run trend --input "$world/table.csv" "${outputs[@]}"
agrees 'a table' trend "$world/table"
finish
