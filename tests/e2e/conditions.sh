#!/bin/bash
# How benchmarks run: pin, cpus, nice and no-aslr, as the benchmarks see them.
. "$(dirname "$0")/lib.sh"
seen=$world/seen
result=$world/result.json
repo=$world/repo
export SEEN=$seen
script_repo "$repo" <<-END
	{
		sed -n 's/^Cpus_allowed_list:\t//p' /proc/self/status
		nice
		cat /proc/self/personality
	} | tr '\n' ' ' >>"\$SEEN"
	echo >>"\$SEEN"
	echo '{"benchmarks": [$(row a 100)]}'
END
sed -i 's/SYNTHETIC_COUNTER/SEEN/; /^environment/i build:\n  command: nice >>"$SEEN.build"' \
	"$repo/tidemark.yml"
commit "$repo" 'config'
echo '# head' >>"$repo/bench.sh"
commit "$repo" 'head'
allowed=$(sed -n 's/^Cpus_allowed_list:\t//p' /proc/self/status)
last=${allowed##*[,-]}
niceness=$(nice)
personality=$(cat /proc/self/personality)

under() { # KEYS NAME CODE COMMAND...: with these keys of measure
	sed "/^environment/i measure: {$1}" "$repo/tidemark.yml" \
		>"$world/keys.yml"
	shift
	: >"$seen"
	: >"$seen.build"
	exits "$1" "$2" -C "$repo" --config "$world/keys.yml" "${@:3}"
}
all_saw() { # LINE: every process of a benchmark wrote it, and some did
	[ "$(sort -u "$seen")" = "$1" ]
}

under "cpus: '$last', nice: 19, no-aslr: true" 'cpus, nice and no-aslr' 0 \
	-v check --json "$result"
check 'benchmarks run so' all_saw "$last 19 00040000 "
check 'builds do not' \
	test "$(sort -u "$seen.build")" = "$niceness"
check 'the result says what was applied' json "$result" \
	'{k: v for k, v in r["machine"]["provenance"].items()
	  if k.startswith("measure.")} == {"measure.cpus": "'"$last"'",
	  "measure.nice": "19", "measure.no-aslr": "true"}'
shows 'so does the text' '^ +measure\.nice 19$'
under '' 'without any' 0 check --json "$result"
check 'benchmarks run as the caller does' \
	all_saw "$allowed $niceness $personality "
check 'the report says nothing of them' json "$result" \
	'not any(k.startswith("measure.") for k in r["machine"]["provenance"])'
under 'pin: true' 'pin' 0 check --markdown "$world/out.md"
check 'each process has one CPU' \
	sh -c "! grep -Ev '^[0-9]+ ' '$seen' && test -s '$seen'"
# A trial and 8 rounds of three sides: each three lines are of one CPU.
check 'the sides of a round have the same' \
	awk '{ if (NR % 3 == 1) cpu = $1; else if ($1 != cpu) exit 1 }
	     END { if (NR < 27) exit 1 }' "$seen"
check 'markdown says so' grep -Fq 'measure.pin' "$world/out.md"

# ---- refused before anything is built ----
under "cpus: '1023'" 'a CPU that is not there' 2 check
says 'it is named with those that are' \
	"measure.cpus: CPU 1023 does not exist or .*allowed: $allowed"
check 'nothing was built or run' test ! -s "$seen" -a ! -s "$seen.build"
under "cpus: '1023'" 'so is it by run' 2 run
if [ "$(id -u)" -eq 0 ]; then
	under 'nice: -5' 'root may have a negative niceness' 0 check
else
	under 'nice: -5' 'a niceness that needs privileges' 2 check
	says 'the key is named' 'measure.nice: -5 needs privileges'
fi

# ---- stored samples ----
run -C "$repo" run HEAD~1 HEAD
run -C "$repo" run HEAD~1 HEAD
exits 'samples without conditions are compared' 0 -C "$repo" \
	check --stored-only
under 'nice: 19' 'not with others' 3 check --stored-only
shows 'there are none of those' 'no stored samples of either commit'
under 'nice: 19' 'run does not take them for its own' 0 run --skip-existing HEAD
check 'it measured' test -s "$seen"
finish
