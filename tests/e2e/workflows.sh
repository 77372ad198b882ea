#!/bin/bash
# The workflow of the nights: its commands do what they are there for, and what
# it keeps from night to night is enough. Run from the root of the repository.
. "$(dirname "$0")/lib.sh"
examples=$PWD/ci/workflows
PATH=$build:$PATH
origin=$world/origin
kept=$world/kept # stands for the cache of the CI service
script_repo "$origin" <<'BENCH'
n=$(cat "$SYNTHETIC_COUNTER" 2>/dev/null || echo 0)
echo $((n + 1)) >"$SYNTHETIC_COUNTER"
awk -v seed="$n" -v level="$(cat level)" '
BEGIN {
	srand(seed * 7919 + 1)
	noise = exp(.01 * sqrt(-2 * log(1 - rand())) * cos(6.283185307 * rand()))
	printf "{\"benchmarks\": [{\"name\": \"work\", "
	printf "\"run_type\": \"iteration\", \"iterations\": 1, "
	printf "\"real_time\": %.4f, \"cpu_time\": 1, ", level * noise
	print "\"time_unit\": \"ns\"}]}"
}'
BENCH
levels() { # LEVEL SUBJECT...: a commit each
	local level=$1 subject
	shift
	for subject; do
		echo "$level" >"$origin/level"
		echo "$subject" >"$origin/note"
		commit "$origin" "$subject"
	done
}
# The commands of each step that calls tidemark, with a NUL behind them.
workflow() { # FILE
	python3 - "$1" <<-'END'
		import sys, yaml
		with open(sys.argv[1]) as file:
		    flow = yaml.safe_load(file)
		for job in flow["jobs"].values():
		    for step in job["steps"]:
		        run = step.get("run", "")
		        if any(line.startswith("tidemark ")
		               for line in run.split("\n")):
		            sys.stdout.write(run + "\0")
	END
}
# What the steps with a cache keep, as a pattern.
cached() { # FILE
	sed -n '/actions\/cache/,/key:/s/^ *path: //p' "$1" | sort -u
}
# Run a workflow's steps in a clone of its own: $statuses has their exit codes, the
# files out and err what all of them said.
job() { # FILE
	local step pattern
	rm -rf "$world/clone"
	git clone -q "$origin" "$world/clone"
	pattern=$(cached "$examples/$1")
	mkdir -p "$world/clone/${pattern%/*}" "$kept"
	cp "$kept"/* "$world/clone/${pattern%/*}" 2>/dev/null
	statuses=
	: >"$world/out"
	: >"$world/err"
	while IFS= read -r -d '' step; do
		(cd "$world/clone" && bash -e -c "$step") \
			>>"$world/out" 2>>"$world/err" </dev/null
		status=$?
		statuses="$statuses${statuses:+ }$status"
	done < <(workflow "$examples/$1")
}
keep() { # FILE: what the job would save
	rm -rf "$kept"
	mkdir "$kept"
	(
		cd "$world/clone" || exit
		# shellcheck disable=SC2046 # the pattern is to be expanded
		cp $(cached "$examples/$1") "$kept"
	)
}

is 'the gate keeps the same files as the nights' \
	"$(cached "$examples/../action.yml" | sed -n 's/^.*working-directory }}.//p')" \
	"$(cached "$examples/nightly.yml")"

# ---- nights ----
levels 1000 1 2 3 4 5 6 7 8 9 10
job nightly.yml
is 'the first night measures the newest commit' "$statuses" '0 0 0 0'
keep nightly.yml
exits 'the rest of the history is filled in once' 0 -C "$world/clone" \
	run --last 10 --skip-existing
keep nightly.yml
levels 1200 'slow 1' 'slow 2' 'slow 3' 'slow 4' 'slow 5'
job nightly.yml
is 'a night with a slowdown fails' "$statuses" '0 0 1 0'
shows 'and says which commit it was' 'new regressions \(1\)'
shows 'by its subject' '  slow 1 '
check 'what it told is a result' json "$world/clone/trend.json" \
	'r["schema"] == "tidemark.trend/1"'
check 'and the site shows it' grep -q 'slow 1' \
	"$world/clone/tidemark-site/alerts.html"
keep nightly.yml
levels 1200 'slow 6'
job nightly.yml
is 'the next night knows of it' "$statuses" '0 0 0 0'
shows 'from what was kept' 'nothing new'
exits 'and has all points' 0 -C "$world/clone" trend --json "$world/all.json"
check 'ten and six of them' json "$world/all.json" \
	'len(r["series"][0]["points"]) == 16'
rm -rf "$kept"
job nightly.yml
is 'without what was kept it begins anew' "$statuses" '0 0 0 0'
shows 'with a single point' ' 1 point'

finish
