#!/bin/bash
# The example workflows: they are sound, their commands do what they are there
# for, and what they keep from night to night is enough. Run from the root of
# the repository.
. "$(dirname "$0")/lib.sh"
examples=$PWD/docs/examples
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
# Print what is wrong with the form of each workflow; of FILE the commands of
# each step that calls tidemark, with a NUL behind them.
workflow() { # [FILE]
	python3 - "$@" <<-'END'
		import glob, sys, yaml
		def load(path):
		    with open(path) as file:
		        return yaml.safe_load(file)
		def steps(flow):
		    for job in flow["jobs"].values():
		        yield from job["steps"]
		def faults(flow):
		    # YAML 1.1 reads the key "on" as a boolean.
		    if set(flow) - {"name", True, "permissions", "concurrency", "jobs"}:
		        yield "unknown keys: %s" % set(flow)
		    if not flow[True]:
		        yield "nothing starts it"
		    for name, job in flow["jobs"].items():
		        if "runs-on" not in job or "timeout-minutes" not in job:
		            yield "job %s: no machine, or no end" % name
		    for step in steps(flow):
		        if ("uses" in step) == ("run" in step):
		            yield "step %s: not one of uses and run" % step
		        if set(step) - {"name", "id", "if", "uses", "with", "run"}:
		            yield "step %s: unknown keys" % step
		        # What a night has told is kept when it fails, but an empty
		        # store never takes the place of one that was not restored.
		        if "cache/save" in step.get("uses", "") and step.get("if") != \
		                "${{ always() && steps.store.outcome == 'success' }}":
		            yield "step %s: saves on the wrong condition" % step
		if len(sys.argv) > 1:
		    for step in steps(load(sys.argv[1])):
		        run = step.get("run", "")
		        if any(line.startswith("tidemark ")
		               for line in run.split("\n")):
		            sys.stdout.write(run + "\0")
		else:
		    for path in sorted(glob.glob("docs/examples/*.yml")):
		        for fault in faults(load(path)):
		            print(path, fault)
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

workflow >"$world/out" 2>"$world/err"
status=$?
check 'the workflows are sound YAML' test "$status" -eq 0 -a ! -s "$world/out"
is 'both keep the same files' "$(cached "$examples/check.yml")" \
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

# ---- the gate ----
job check.yml
is 'the last commit passes' "$statuses" 0
levels 1500 'slower'
job check.yml
is 'a slower one does not' "$statuses" 1
check 'its result is there' json "$world/clone/result.json" \
	'r["verdict"] == "regressed"'
finish
