#!/bin/bash
# What a forge is told, by publish and by check --publish, and by whom it is
# believed.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib_publish.sh"
unset GITHUB_ACTIONS GITHUB_REPOSITORY GITHUB_API_URL GITHUB_SERVER_URL \
	GITHUB_RUN_ID GITHUB_SHA GITHUB_TOKEN GITHUB_OUTPUT
make_results
start_forge forge

# ---- one of each ----
publishes 'the begin is told' 0 --pending "$slowed" --pull-request 7
forge_has 'as pending' 'r["statuses"][-1]["state"] == "pending"'
forge_has 'and in progress' 'r["check_runs"][0]["status"] == "in_progress"'
forge_has 'without a comment' 'not r["comments"]'
publishes 'a regression is told' 0 "$world/slow.json" --pull-request 7
forge_has 'its status is a failure, in 140 characters' \
	'r["statuses"][-1]["state"] == "failure" and
	"regressed: two/real_time is " in r["statuses"][-1]["description"] and
	" % slower, tolerance 10 %" in r["statuses"][-1]["description"]'
forge_has 'its check run is the one that was begun, and completed' \
	'len(r["check_runs"]) == 1 and
	r["check_runs"][0]["conclusion"] == "failure" and
	len(r["check_runs"][0]["annotations"]) == 1'
forge_has 'its comment has the table' 'len(r["comments"]) == 1 and
	"two/real" in r["comments"][0]["body"].replace("\\", "")'
python3 -c 'import json, sys
def rows(text):
    return [l for l in text.split("\n") if l.startswith("|") and "±" in l]
comment = json.load(open(sys.argv[1]))["comments"][0]["body"]
told = rows(open(sys.argv[2]).read())
assert len(told) == 2 and rows(comment) == told, (rows(comment), told)' \
	"$forge/state.json" "$world/slow.md" >"$world/out" 2>"$world/err"
status=$?
check 'judged anew it has the same values, intervals and verdicts' \
	test "$status" -eq 0
publishes 'again' 0 "$world/slow.json" --pull-request 7
forge_has 'there is one of each' 'len(r["comments"]) == 1 and
	len(r["check_runs"]) == 1 and
	len(r["check_runs"][0]["annotations"]) == 1'
publishes 'a later commit that passes' 0 "$world/pass.json" --pull-request 7
forge_has 'is a success, and the comment is edited in place' \
	'r["statuses"][-1]["state"] == "success" and
	r["check_runs"][-1]["conclusion"] == "success" and
	len(r["comments"]) == 1 and "regressed" not in
	r["comments"][0]["body"].split("\n")[1]'
publishes 'another context' 0 "$world/slow.json" --pull-request 7 \
	--context 'speed -->'
forge_has 'has a comment and a check run of its own' \
	'len(r["comments"]) == 2 and len(r["check_runs"]) == 3'

# ---- comments of others ----
fresh_forge crowd
python3 - "$forge/state.json" <<'END'
import json, sys
rows = [{"id": i, "issue": 7, "user": {"login": "me", "type": "User"},
    "body": "no %d" % i} for i in range(2, 252)]
rows[3]["body"] = "<!-- tidemark:tidemark -->\nmine, says a stranger"
rows[240]["user"] = {"login": "github-actions[bot]", "type": "Bot"}
rows[240]["body"] = "<!-- tidemark:tidemark -->\nolder"
rows[249] = dict(rows[240], id=251)
json.dump({"statuses": [], "check_runs": [], "comments": rows, "next": 300},
    open(sys.argv[1], "w"))
END
stop_forges
start_forge crowd
publishes 'a pull request of 250 comments' 0 "$world/slow.json" \
	--pull-request 7
forge_has 'the oldest of ours is edited, the others of ours are gone' \
	'[c["id"] for c in r["comments"] if c["user"]["type"] == "Bot"] == [242]
	and "regressed" in [c for c in r["comments"] if c["id"] == 242][0]["body"]'
forge_has 'a comment of a stranger with our marker is left alone' \
	'"says a stranger" in r["comments"][3]["body"]'
fresh_forge person
settings '{"app": false}'
publishes 'a token of a person has no check run' 5 "$world/slow.json" \
	--pull-request 7
says 'and that is said' 'check run: .*You must authenticate via a GitHub App'
forge_has 'the rest is there' 'len(r["statuses"]) == len(r["comments"]) == 1'
settings '{"permissions": ["checks"]}'
publishes 'a token without permissions' 5 "$world/slow.json" --pull-request 7
says 'the missing one is named' \
	'status: .*needs the permission statuses=write'
says 'and the other one' 'comment: .*needs the permission pull_requests=write'

# ---- who is believed ----
fresh_forge trust
forged "$world/slow.json" 'r["verdict"] = r["own_verdict"] = "pass"
for s in r["series"]:
    s["verdict"] = "pass"; s["ratio"] = 1; s["tolerance"] = 9; s["note"] = None'
publishes 'a forged verdict' 0 "$world/forged.json"
forge_has 'is no pass' 'r["statuses"][-1]["state"] == "failure"'
forged "$world/slow.json" 'r["verdict"] = r["own_verdict"] = "pass"
r["shown"], r["series"] = r["series"], []
for s in r["shown"]:
    s["verdict"] = None'
publishes 'series that are only shown now' 0 "$world/forged.json"
forge_has 'are judged' 'r["statuses"][-1]["state"] == "failure" and
	"regressed" in r["statuses"][-1]["description"]'
forged "$world/slow.json" 'r["verdict"] = r["own_verdict"] = "identical"
r["series"] = []'
publishes 'a claim of identity' 0 "$world/forged.json"
forge_has 'proves nothing' 'r["statuses"][-1]["state"] == "failure"'
git -C "$repo" checkout -q main
echo 'a word' >"$repo/README"
commit "$repo" 'nothing that is measured'
run -C "$repo" check --base =HEAD~1 --json "$world/words.json"
publishes 'a commit that is measured as it was' 0 "$world/words.json"
forge_has 'is no success as long as inputs are the whole commit' \
	'"pass" in r["statuses"][-1]["description"]'
sed -i 's/^version: 1/version: 1\nbuild: {inputs: [bench.sh, slow]}/' \
	"$repo/tidemark.yml"
commit "$repo" 'say what is measured'
echo 'another word' >"$repo/README"
commit "$repo" 'nothing of that'
run -C "$repo" check --base =HEAD~1 --json "$world/words.json"
check 'is identical' json "$world/words.json" 'r["verdict"] == "identical"'
publishes 'and published' 0 "$world/words.json"
forge_has 'as a success' 'r["statuses"][-1]["state"] == "success" and
	"identical" in r["statuses"][-1]["description"]'
forged "$world/words.json" 'r["base"]["oid"] = "'"$slowed"'"'
publishes 'against another base' 0 "$world/forged.json"
forge_has 'it is none' 'r["statuses"][-1]["state"] == "failure"'
git -C "$repo" reset -q --hard "$same"
forged "$world/slow.json" 'r["verdict"] = r["own_verdict"] = "acknowledged"
for s in r["series"]:
    s["verdict"] = "acknowledged"
    s["acknowledged"] = {"entry": "x", "reason": "y", "author": "z",
        "expires": "2099-01-01"}'
publishes 'a forged acknowledgement' 0 "$world/forged.json"
forge_has 'acknowledges nothing' 'r["statuses"][-1]["state"] == "failure"'
forged "$world/slow.json" 'r["series"] = [s for s in r["series"]
    if s["benchmark"] == "one"]
for s in r["series"]:
    s["samples"]["head"] = s["samples"]["head"][:5]'
publishes 'samples that are no pairs' 0 "$world/forged.json"
forge_has 'are no pass' 'r["statuses"][-1]["state"] == "failure"'
forged "$world/slow.json" 'r["series"][0]["samples"]["head"][0] = -1'
publishes 'a sample below 0 is refused' 2 "$world/forged.json"
forged "$world/slow.json" 'r["series"].append(r["series"][0])'
publishes 'a series that is there twice is refused' 2 "$world/forged.json"
publishes 'a result of another commit than it should be' 2 \
	"$world/slow.json" --commit "$same"
says 'is refused' "of commit $slowed, --commit is about $same: refused"
publishes '--untrusted without a commit' 2 "$world/slow.json" --untrusted
publishes 'what a fork measured' 0 "$world/slow.json" --untrusted \
	--commit "$slowed" --pull-request 8
forge_has 'is called so' '"fork: " in r["statuses"][-1]["description"] and
	"could forge" in r["comments"][-1]["body"]'
publishes 'a tolerance that is given' 0 "$world/slow.json" --tolerance 90%
forge_has 'is what it is judged by' 'r["statuses"][-1]["state"] == "success"'
before=$(wc -l <"$forge/log")
head -c 70000000 /dev/zero | tr '\0' ' ' >"$world/large.json"
publishes 'a file of 70 MB is refused' 2 "$world/large.json"
python3 -c 'print("[" * 100000)' >"$world/deep.json"
publishes 'a deep one is refused' 2 "$world/deep.json"
publishes 'no file is refused' 2 "$world/none.json"
is 'and nothing of them was sent' "$(wc -l <"$forge/log")" "$before"
forged "$world/slow.json" 'r["series"][1]["benchmark"] = (
    "\n::error::<script>alert(1)</script>`x`|@all ../../etc/passwd ")
r["head"]["subject"] = "--> @owner <img src=x>"'
publishes 'hostile names' 0 "$world/forged.json" --pull-request 9
forge_has 'are text' '"<script" not in r["comments"][-1]["body"] and
	"@all" not in r["comments"][-1]["body"] and
	"<img" not in r["comments"][-1]["body"] and
	"\n" not in r["statuses"][-1]["description"]'
check 'nor do they begin a line of the log' \
	test -z "$(grep -n '^ *::' "$world/out" "$world/err")"

# ---- many ----
forged "$world/slow.json" 'two = [s for s in r["series"]
    if s["benchmark"] == "two"][0]
r["series"] = [dict(two, benchmark="b/%s/%d" % ("x" * 200, i))
    for i in range(900)]'
fresh_forge many
publishes '900 regressions' 0 "$world/forged.json" --pull-request 7
forge_has 'fit, and what is left out is counted' \
	'len(r["comments"][0]["body"]) <= 65536 and
	"more left out for their size" in r["comments"][0]["body"] and
	"900 regressed" in r["comments"][0]["body"]'
forge_has '200 of them are annotations' \
	'len(r["check_runs"][0]["annotations"]) == 200'

# ---- where to ----
echo '{"number": 12, "pull_request": {"number": 12,
	"head": {"sha": "'"$slowed"'", "repo": {"full_name": "owner/name"}},
	"base": {"ref": "main", "sha": "'"$slowed"'",
	"repo": {"full_name": "owner/name"}}}}' >"$world/event.json"
in_actions() { # ARGUMENTS...
	GITHUB_ACTIONS=true GITHUB_TOKEN=$token GITHUB_REPOSITORY=owner/name \
		GITHUB_API_URL=$api GITHUB_SERVER_URL=https://git.example.org \
		GITHUB_RUN_ID=77 GITHUB_EVENT_NAME=$event \
		GITHUB_EVENT_PATH=$world/event.json \
		GITHUB_SHA=$same run -C "$repo" "$@"
}
fresh_forge actions
event=pull_request
in_actions publish "$world/slow.json" --config "$repo/tidemark.yml"
is 'a job says all that is needed' "$status" 0
forge_has 'the pull request is the event'\''s, its head is the commit' \
	'r["comments"][0]["issue"] == 12 and
	r["statuses"][0]["sha"] == "'"$slowed"'" and r["statuses"][0]
	["target_url"] == "https://git.example.org/owner/name/actions/runs/77"'
in_actions publish "$world/pass.json" --config "$repo/tidemark.yml"
is 'the merge commit is not the request'\''s head' "$status" 2
event=push
in_actions publish "$world/pass.json"
is 'a push has no pull request' "$status" 0
forge_has 'and no comment' 'len(r["comments"]) == 1 and
	r["statuses"][-1]["state"] == "success"'
in_actions check --base =HEAD~2 --publish
is 'check --publish' "$status" 0
forge_has 'tells begin and end' \
	'[s["state"] for s in r["statuses"]][-2:] == ["pending", "success"]'
: >"$world/step"
GITHUB_OUTPUT=$world/step in_actions check "$slowed" --base =HEAD~2 \
	--tolerance 11% --publish
is 'a regression' "$status" 1
is 'its outputs' "$(tr '\n' ' ' <"$world/step")" \
	'verdict=regressed regressions=1 '
says 'its annotation' '^::error title=two/real_time::two/real_time is'
forge_has 'its end' \
	'[s["state"] for s in r["statuses"]][-2:] == ["pending", "failure"]'
in_actions check --base =HEAD~2 --stored-only --base =none --publish
is 'a check that cannot be made' "$status" 2

# ---- other forges ----
fresh_forge gitlab
settings '{"app": false}'
in_gitlab() { # ARGUMENTS...
	GITLAB_CI=true GITLAB_TOKEN=$token CI_PROJECT_PATH=owner/name \
		CI_API_V4_URL=$api CI_JOB_URL=https://git.example.org/jobs/3 \
		CI_MERGE_REQUEST_IID=5 CI_COMMIT_SHA=$slowed \
		CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main \
		CI_MERGE_REQUEST_DIFF_BASE_SHA=$first \
		CI_MERGE_REQUEST_PROJECT_ID=1 \
		CI_MERGE_REQUEST_SOURCE_PROJECT_ID=1 run -C "$repo" "$@"
}
first=$(git -C "$repo" rev-parse main~2)
git -C "$repo" update-ref refs/remotes/origin/main "$first"
for _ in 1 2; do
	in_gitlab publish "$world/slow.json"
	is 'a job of GitLab says all that is needed' "$status" 0
done
forge_has 'its status is told once, for it cannot be told twice' \
	'len(r["statuses"]) == 1 and r["statuses"][0]["state"] == "failed" and
	r["statuses"][0]["target_url"] == "https://git.example.org/jobs/3"'
python3 - "$forge/state.json" <<'END'
import json, sys
state = json.load(open(sys.argv[1]))
state["comments"].append(dict(state["comments"][0], id=9000))
json.dump(state, open(sys.argv[1], "w"))
END
in_gitlab publish "$world/slow.json"
is 'a second note is taken away' "$status" 0
forge_has 'the later one' '[c["id"] < 9000 for c in r["comments"]] == [True]'
forge_has 'its merge request has one note' 'len(r["comments"]) == 1 and
	r["comments"][0]["issue"] == 5 and
	"regressed" in r["comments"][0]["body"]'
in_gitlab publish "$world/pass.json"
is 'a result of another commit is refused there, too' "$status" 2
in_gitlab check --publish --tolerance 11%
is 'the gate finds head and base' "$status" 1
forge_has 'and tells begin and end' \
	'[s["state"] for s in r["statuses"]] == ["failed", "running", "failed"]'
git -C "$repo" update-ref -d refs/remotes/origin/main
fresh_forge gitea
settings '{"app": false}'
for _ in 1 2; do
	GITEA_TOKEN=$token run -C "$repo" publish --to gitea --pull-request 4 \
		--repository owner/name --api-url "$api" "$world/slow.json"
	is 'Gitea is told' "$status" 0
done
forge_has 'of statuses, and in one comment' 'len(r["statuses"]) == 2 and
	len(r["comments"]) == 1 and not r["check_runs"]'
run -C "$repo" publish --to gitea --repository owner/name "$world/slow.json"
is 'Gitea has no address of its own' "$status" 2
says 'which is said' '--api-url URL was expected'

# ---- a list that the head has written ----
fresh_forge actions
start_forge thief
thief=$forge
stolen=$api
forge=$world/actions
api=http://127.0.0.1:$(cat "$forge/port")
git -C "$repo" checkout -q --orphan stranger
git -C "$repo" rm -q --cached tidemark.yml
mv "$repo/tidemark.yml" "$world/config.yml"
commit "$repo" 'without a config'
{
	cat "$world/config.yml"
	printf 'publish: [{to: github, api-url: "%s"}]\n' "$stolen"
} >"$repo/tidemark.yml"
commit "$repo" 'a config of ones own'
in_actions check --base =HEAD~1 --publish
says 'is not taken' 'publish: the list in [0-9a-f]* is not taken'
check 'so the token does not go there' test ! -e "$thief/log"
git -C "$repo" checkout -q -f main

# ---- without a forge ----
stop_forges
publishes 'a forge that is down' 5 "$world/slow.json" --retry-for 1s
says 'is said, with its address' "POST $api/repos/owner/name/statuses/.*onnect"
{
	cat "$repo/tidemark.yml"
	printf 'publish: [{to: github, retry-for: 1s}]\n'
} >"$world/impatient.yml"
in_actions --config "$world/impatient.yml" check "$slowed" --base =HEAD~2 \
	--tolerance 12% --publish
is 'a check without its forge' "$status" 1
says 'warns' 'publish: status: POST .*/statuses/'
run -C "$repo" publish --dry-run --to github --repository owner/name \
	--pull-request 7 "$world/slow.json"
is 'a dry run needs no forge and no token' "$status" 0
shows 'it shows the status' '^\{"method": "POST", "url": "https://api.github'
is 'and a request a line' "$(wc -l <"$world/out")" 3
is 'each of which is JSON' "$(python3 -c 'import json, sys
print(sum(1 for line in open(sys.argv[1]) if json.loads(line)))' \
	"$world/out")" 3
run -C "$repo" publish --to github --repository owner/name "$world/slow.json"
is 'no token' "$status" 5
says 'is said' 'no token: the variable GITHUB_TOKEN is not set'
run -C "$repo" publish --to github "$world/slow.json"
is 'no repository' "$status" 2
run -C "$repo" publish "$world/slow.json"
is 'no place' "$status" 2
GITHUB_TOKEN=$token run -C "$repo" publish --to github --repository owner/name \
	--api-url http://192.0.2.1 "$world/slow.json"
is 'a token over plain HTTP' "$status" 2
says 'is refused' 'unencrypted'

# ---- the token is nowhere ----
check 'the token is in no file but the forge'\''s own rules' \
	test -z "$(grep -rl "$token" "$world" 2>/dev/null)"
finish
