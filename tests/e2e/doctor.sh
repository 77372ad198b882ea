#!/bin/bash
# The doctor on the machine that runs the tests, whatever it is.
. "$(dirname "$0")/lib.sh"
mkdir "$world/empty"
exits 'doctor outside of a repository' 0 -C "$world/empty" doctor
shows 'it looks at the load' '^(bad|fair|unknown|good) +load  '
shows 'it says what counts instructions' \
	'^instruction counts: (perf|callgrind|none)$'
shows 'it sums up' '^(fit to measure|fit with care: |not fit: |not known: )'
check 'it leaves nothing behind' test -z "$(ls -A "$world/empty")"
check 'no colours in a file' test -z "$(tr -dc '\033' <"$world/out")"
exits 'doctor in colours' 0 --color always doctor
check 'they are there' test -n "$(tr -dc '\033' <"$world/out")"

exits 'doctor --json' 0 doctor --json "$world/doctor.json"
check 'a file with findings' json "$world/doctor.json" \
	'r["schema"] == "tidemark.doctor/1" and len(r["findings"]) > 20'
check 'a remedy only where something is to be mended' \
	json "$world/doctor.json" 'all(f["remedy"] is None or f["verdict"] in
	("bad", "fair") for f in r["findings"])'
run doctor --json -
cp "$world/out" "$world/doctor.json"
check 'JSON alone on standard output' json "$world/doctor.json" \
	'r["fitness"] in ("fit to measure", "fit with care", "not fit",
	"not known")'

# Both sides come from one run, since a load comes and goes.
run doctor --strict --json "$world/doctor.json"
check '--strict exits 3 on what is not fit, and on nothing else' \
	json "$world/doctor.json" "(r['fitness'] in ('not fit', 'not known'))
	== ($status == 3) and $status in (0, 3)"
exits 'an operand' 2 doctor here
exits 'a file that cannot be written' 3 doctor --json "$world/none/x.json"
says 'it names the file' 'none/x.json'
finish
