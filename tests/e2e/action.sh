#!/bin/bash
# The GitHub Action, step by step on a repository, and the form of all workflows.
. "$(dirname "$0")/lib.sh"
root=$(cd "$tests/../.." && pwd)
runner=$tests/action_runner.py
unset GITHUB_ACTIONS GITHUB_REPOSITORY GITHUB_API_URL GITHUB_SERVER_URL \
	GITHUB_RUN_ID GITHUB_SHA GITHUB_TOKEN GITHUB_OUTPUT GITHUB_STEP_SUMMARY

# ---- the form ----
python3 "$runner" check "$root"/ci/action.yml "$root"/ci/setup/action.yml \
	"$root"/ci/workflows/*.yml "$root"/.github/workflows/*.yml \
	>"$world/out" 2>"$world/err"
status=$?
check 'the actions and workflows can be checked' test "$status" -eq 0
check 'and are well' test ! -s "$world/out"
cat >"$world/bad.yml" <<'END'
on: push
jobs:
  a:
    needs: b
    if: ${{ needs.b.outputs.x == steps.y.outcome }}
    steps:
      - if: always()
        uses: actions/cache/save@1bd1e32a3bdc45362d1e726936510720a7c30a57
        with:
          path: .git/tidemark
      - uses: actions/checkout@v4
      - run: echo ${{ inputs.x }} ${{ steps.none.outputs.y }}
        shel: bash
END
python3 "$runner" check "$world/bad.yml" >"$world/out" 2>"$world/err"
is 'a bad one has its faults told' "$(wc -l <"$world/out")" 11
check 'the GitLab template is YAML' python3 -c 'import sys, yaml
assert "script" in yaml.safe_load(open(sys.argv[1]))["tidemark"]' \
	"$root/ci/gitlab-ci.yml"

# ---- the action ----
# Its own programs, and neither packages nor privileges.
mkdir -p "$world/bin" "$world/temp/tidemark"
cp "$tidemark" "$world/temp/tidemark/tidemark"
for program in sudo apparmor_parser bwrap; do
	printf '#!/bin/sh\nexit 0\n' >"$world/bin/$program"
done
cat >"$world/bin/make" <<'END'
#!/bin/sh
echo "$@" >>"$MAKE_LOG"
END
chmod +x "$world"/bin/*
repo=$world/repo
script_repo "$repo" <<'END'
python3 -c 'import json, random
slow = float(open("slow").read())
print(json.dumps({"benchmarks": [{"name": "work", "time_unit": "ns",
    "real_time": 100 * slow * random.uniform(.999, 1.001)}]}))'
END
for level in 1 1.001 1.5; do
	echo "$level" >"$repo/slow"
	commit "$repo" "level $level"
done
event=push
branch=main
action() { # NAME=VALUE...: in $world/work, as a job does
	rm -rf "$world/temp/tidemark-report" "$world/work"
	mkdir "$world/work"
	: >"$world/summary"
	cat >"$world/environment.json" <<-END
		{"env": {"RUNNER_TEMP": "$world/temp", "RUNNER_OS": "Linux",
		    "RUNNER_ARCH": "X64", "ImageOS": "ubuntu24",
		    "MAKE_LOG": "$world/make.log", "GITHUB_ACTIONS": "true",
		    "GITHUB_STEP_SUMMARY": "$world/summary",
		    "PATH": "$world/bin:$PATH"},
		 "github": {"token": "t", "event_name": "$event",
		    "ref_name": "$branch", "run_id": "7", "run_attempt": "1",
		    "event": {"repository": {"default_branch": "main"}}},
		 "runner": {"temp": "$world/temp"}}
	END
	(cd "$world/work" && python3 "$runner" run "$root/ci/action.yml" \
		"$world/environment.json" "working-directory=$repo" "$@") \
		>"$world/out" 2>"$world/err" </dev/null
	status=$?
}
used() { # ACTION: how often
	json "$world/work/uses.json" "len([u for u in r if u['uses'] == '$1']) == $2"
}
outputs() { # EXPRESSION
	json "$world/work/outputs.json" "$1"
}
action base==HEAD~1 head=HEAD~1
is 'what is identical passes' "$status" 0
action base==HEAD~2 head=HEAD~1
is 'a change that is not slower passes' "$status" 0
check 'its outputs say so' outputs \
	'r["verdict"] == "pass" and r["regressions"] == "0" and
	r["exit-code"] == "0"'
check 'the summary is there' grep -q '^## ✅ check: pass' "$world/summary"
check 'the program is built no second time' \
	test -z "$(grep -v deps-run "$world/make.log")"
check 'the store of the default branch is saved' used actions/cache/save 2
action base==HEAD~1
is 'a slower one fails the step' "$status" 1
check 'its outputs say so, too' outputs \
	'r["verdict"] == "regressed" and r["regressions"] == "1" and
	r["exit-code"] == "1"'
check 'and its summary' grep -q '^## ❌ check: regressed' "$world/summary"
check 'the report is there' outputs \
	'open(r["report-path"]).read().startswith("<!DOCTYPE html>")'
check 'and the result' outputs \
	'json.load(open(r["json-path"]))["verdict"] == "regressed"'
check 'both are kept' used actions/upload-artifact 1
says 'the line of the change is annotated' '^::error title=work/real_time::'
action base==HEAD~1 tolerance=80%
is 'within a tolerance that is given it passes' "$status" 0
action base==HEAD~1 fail-on=regressed
is 'fail-on: regressed still fails on one' "$status" 1
action base==HEAD~1 fail-on=nothing
is 'another fail-on is an error' "$status" 2
action base==HEAD~2 head=HEAD~1 budget=1ms
is 'what was not measured fails' "$status" 3
check 'and is said' outputs 'r["exit-code"] == "3"'
action base==HEAD~2 head=HEAD~1 budget=1ms fail-on=regressed
is 'unless fail-on: regressed' "$status" 0
shows 'which is said' '::warning title=tidemark::nothing was proven'
action base==nowhere
is 'a base that is not there fails' "$status" 2
check 'with a summary that says why' grep -q 'nowhere' "$world/summary"
check 'and a verdict' outputs 'r["verdict"] == "error"'
for event in pull_request pull_request_target workflow_run issue_comment; do
	action base==HEAD~2 head=HEAD~1
	check "$event saves no store" used actions/cache/save 1
done
event=schedule
action base==HEAD~2 head=HEAD~1
check 'a night does' used actions/cache/save 2
event=push branch=other
action base==HEAD~2 head=HEAD~1 store=false report=
check 'nor does another branch' used actions/cache/save 1
check 'store: false restores none' used actions/cache/restore 1
check 'and an empty report keeps none' used actions/upload-artifact 0
branch=main

# ---- hostile inputs ----
touch=$world/touched
for input in base head tolerance config budget; do
	action "$input=\"; touch $touch; \$(touch $touch) \`touch $touch\`
touch $touch"
	check "a hostile $input fails" test "$status" -ne 0
done
action 'base==HEAD~2' 'head=--help'
check 'a head that looks like an option fails' test "$status" -ne 0
check 'and none of them ran' test ! -e "$touch"

# ---- a first time ----
git clone -q --depth 1 "file://$repo" "$world/shallow" 2>/dev/null
action "working-directory=$world/shallow"
is 'a shallow clone is no pass' "$status" 2
says 'and says what to do' 'fetch-depth: 0'
check 'in the summary, too' grep -q 'fetch-depth: 0' "$world/summary"
action publish=true base==HEAD~2 head=HEAD~1
is 'without a token that works the verdict stays' "$status" 0
says 'and what is not published is said' 'warning: .*publish'
finish
