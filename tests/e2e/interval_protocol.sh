#!/bin/bash
# interval-bench list and protocol: streams, traces, formats, what is kept.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
tidemark=$build/interval-bench
kept=$XDG_CACHE_HOME/tidemark/interval-bench

rows() { # NAME EXPRESSION: over the rows r of the CSV that was shown
	check "$1" python3 -c 'import csv, sys
text = open(sys.argv[1], newline="").read()
r = list(csv.DictReader(text.splitlines(keepends=True), strict=True))
sys.exit(0 if eval("(" + sys.argv[2] + ")") else 1)' "$world/out" "$2"
}
quick() { # ARGUMENTS...: a protocol with few runs
	run protocol --warmup 0 --repetitions 1 "$@"
}
managers=$("$build/interval-bench" list | grep -c '^manager ')

# ---- the program ----
exits 'no command' 2
says 'it names the help' 'interval-bench --help'
exits 'an unknown command' 2 protocols
exits 'the help' 0 --help
exits 'the version' 0 --version
exits 'an operand too many' 2 list x
for command in $("$build/interval-bench" --help |
	sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	exits "the help of $command" 0 "$command" --help
	shows "$command: its usage" "^usage: interval-bench $command"
done
"$build/interval-bench" protocol --ops 10000 >/dev/full 2>"$world/err"
status=$?
check 'output that cannot be written is an error' test "$status" -eq 1

# ---- the table ----
quick --ops 10000
check 'the published stream is well' test "$status" -eq 0
shows 'it has the published outcome' \
	'left 3209 intervals, 825526 free, finds 4cb5b195c5c95245,'
shows 'and says that it is the published one' '^as published'
check 'all managers are in the table' test \
	"$(grep -Ec '  (excellent|good|acceptable|needs work)$' "$world/out")" \
	-eq "$managers"
check 'nothing is kept for it' test ! -e "$kept"
exits 'a manager that is none' 2 protocol list
says 'it lists those there are' 'not one of boundary, '
exits 'a manager twice' 2 protocol treap --manager boundary
says 'it says what was expected' 'expected a MANAGER or --manager, not both'
export INTERVAL_ISA=nonsense
exits 'an instruction set that is none' 2 protocol treap --ops 10
unset INTERVAL_ISA
says 'it says what was expected' \
	'INTERVAL_ISA: "nonsense": expected generic, avx2 or avx512, of this'

# ---- formats ----
quick --mix dense --ops 500 --repetitions 2 --format json treap
json "$world/out" 'r["context"]["mix"] == "dense" and
	r["context"]["seed"] == "42" and
	[row["name"] for row in r["benchmarks"]] ==
	["protocol/treap/dense/500"] * 2 and
	all(row[key] > 0 for row in r["benchmarks"]
		for key in ("real_time", "items_per_second", "p99"))'
status=$?
check 'JSON has a row for each repetition' test "$status" -eq 0
quick --mix dense --ops 500 --format csv
rows 'CSV has a line for each manager' "len(r) == $managers"
rows 'with the context' 'all(row["mix"] == "dense" for row in r)'

# ---- streams that begin fragmented ----
quick --mix fragmented --live 1000 --ops 1000 --format csv
rows 'the number of live intervals is in the name' \
	'all("/fragmented/live:1000/1000" in row["name"] for row in r)'
quick --mix fragmented --live 2000 --ops 1
left=$(sed -n 's/^Every run left \([0-9]*\) .*/\1/p' "$world/out")
check 'about as many live from the start on' \
	test "${left:-0}" -ge 1900 -a "${left:-0}" -le 2100

# ---- traces ----
hostile=$world/'a,"b'$'\n''.trace'
quick --mix query --ops 300 --trace-out "$hostile"
drawn=$(grep '^Every run' "$world/out")
quick --trace "$hostile"
check 'a replayed trace leaves what the stream left' \
	grep -Fqx -- "$drawn" "$world/out"
quick --trace "$hostile" --format csv
rows 'a hostile file name is quoted' \
	'all(row["trace"] == "trace:a,\"b\n.trace" for row in r)'
sed '5s/.*/reserve 7 5/' "$hostile" >"$world/bad"
exits 'a bad line' 1 protocol --trace "$world/bad"
says 'it is named' '/bad:5: expected START less than END'
sed '$d' "$hostile" >"$world/short"
exits 'a trace that was cut off' 1 protocol --trace "$world/short"
says 'it says so' 'cut off: expected "end 300"'
exits 'no trace' 1 protocol --trace "$world/none"
exits 'a trace that cannot be written' 1 protocol --trace-out "$world/no/f"
exits 'a trace and a mix' 2 protocol --trace "$hostile" --mix query
{
	echo 'interval-trace 1 space 0 9223372036854775807'
	echo 'release 5 10'
	echo 'end 1'
} >"$world/wide"
quick --trace "$world/wide"
shows 'a manager is left out where the space is too large for it' \
	'^Left out: bitmap'
quick --trace "$world/wide" --format csv
says 'which is a note beside CSV' '^Left out: bitmap'
rows 'the others are there' "len(r) == $managers - 1"
exits 'nor can it be asked for' 2 protocol bitmap --trace "$world/wide"

# ---- what is kept ----
check 'outcomes of the model are kept' test -n "$(ls "$kept")"
rm -r "$kept"
quick --ops 700
entry=$(ls "$kept")
content=$(cat "$kept/$entry")
sed -i 's/intervals /intervals 9/' "$kept/$entry"
quick --ops 700
check 'an entry that was changed is not believed' test "$status" -eq 0
check 'and is mended' test "$(cat "$kept/$entry")" = "$content"
rm -r "$kept"
echo >"$kept"
quick --ops 700
shows 'where nothing can be kept it is said' 'is not kept for the next time'
check 'and is no error' test "$status" -eq 0
(
	unset HOME XDG_CACHE_HOME
	"$build/interval-bench" protocol --ops 10 treap
) >"$world/out" 2>"$world/err"
status=$?
check 'no home is needed' test "$status" -eq 0
finish
