#!/bin/bash
# The forge of these tests refuses what GitHub documents that it refuses, asked
# by a plain client.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib_publish.sh"
start_forge forge
cat >"$world/client.py" <<'END'
import http.client, json, sys, urllib.parse
def ask(api, token, method, path, body=None):
    line = http.client.HTTPConnection(urllib.parse.urlsplit(api).netloc,
                                      timeout=20)
    line.request(method, path, body and json.dumps(body), {
        "Authorization": "Bearer " + token, "User-Agent": "test"})
    answer = line.getresponse()
    text = answer.read()
    return answer.status, json.loads(text) if text else None, answer.headers
api, token, number, rest = sys.argv[1:5]
status, body, headers = ask(api, token, *json.loads(rest))
print(status, json.dumps(body)[:300], dict(headers))
field = sys.argv[5] if len(sys.argv) > 5 else None
assert status == int(number), status
if status >= 400:
    assert "message" in body and "documentation_url" in body
if field:
    assert [e["field"] for e in body["errors"]] == [field]
    assert {"resource", "code"} <= body["errors"][0].keys()
END
answers() { # NAME STATUS REQUEST [FIELD]: "METHOD", "PATH", BODY as JSON
	python3 "$world/client.py" "$api" "${as:-$token}" "$2" "[$3]" \
		"${@:4}" >"$world/out" 2>"$world/err"
	status=$?
	check "$1: $2" test "$status" -eq 0
}
text() { # LENGTH
	printf '"%0*d"' "$1" 0
}
sha=$(printf '%040d' 1)
R=/repos/owner/name
S="\"POST\", \"$R/statuses/$sha\""
C="\"POST\", \"$R/check-runs\""
N="\"POST\", \"$R/issues/7/comments\""
notes() { # COUNT
	python3 -c 'import json, sys
print(json.dumps([{"path": "a", "start_line": 1, "end_line": 1,
    "annotation_level": "failure", "message": "m"}] * int(sys.argv[1])))' "$1"
}
run_of() { # ANNOTATIONS SUMMARY
	echo "{\"name\": \"t\", \"head_sha\": \"$sha\", \"status\": \"completed\",
	\"conclusion\": \"failure\", \"output\": {\"title\": \"t\",
	\"summary\": $2, \"annotations\": $1}}"
}

# ---- who asks ----
as=other answers 'a foreign token' 401 "$S, {\"state\": \"pending\"}"
answers 'a repository that is not seen' 404 \
	"\"POST\", \"/repos/other/name/statuses/$sha\", {\"state\": \"pending\"}"
answers 'an installation has no user' 403 '"GET", "/user"'
settings '{"permissions": ["checks"]}'
answers 'a permission that lacks' 403 "$S, {\"state\": \"pending\"}"
shows 'is named' "X-Accepted-GitHub-Permissions': 'statuses=write"
settings '{"app": false}'
answers 'a person has a user' 200 '"GET", "/user"'
answers 'but makes no check run' 403 "$C, $(run_of '[]' '"s"')"
settings '{}'

# ---- statuses ----
answers 'a status without state' 422 "$S, {}" state
answers 'one of an unknown state' 422 "$S, {\"state\": \"done\"}" state
answers 'a description of 141' 422 \
	"$S, {\"state\": \"error\", \"description\": $(text 141)}" description
answers 'one of 140' 201 \
	"$S, {\"state\": \"error\", \"description\": $(text 140)}"

# ---- check runs ----
answers 'a check run without name' 422 "$C, {}" name
answers 'a summary of 65536' 422 "$C, $(run_of '[]' "$(text 65536)")" summary
answers '51 annotations' 422 "$C, $(run_of "$(notes 51)" '"s"')" annotations
answers '50 and a summary of 65535' 201 \
	"$C, $(run_of "$(notes 50)" "$(text 65535)")"
id=$(python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["check_runs"][0]["id"])' "$forge/state.json")
answers 'an update' 200 \
	"\"PATCH\", \"$R/check-runs/$id\", $(run_of "$(notes 9)" '"s"')"
forge_has 'adds its annotations' 'len(r["check_runs"][0]["annotations"]) == 59'
answers 'an update of none' 404 "\"PATCH\", \"$R/check-runs/9999\", {}"

# ---- comments ----
answers 'an empty comment' 422 "$N, {\"body\": \"\"}" body
# An argument ends at 128 KiB, which this is below.
answers 'one of 65537' 422 "$N, {\"body\": $(text 65537)}" body
for _ in 1 2 3; do
	answers 'a comment' 201 "$N, {\"body\": \"b\"}"
done
answers 'a page of two' 200 "\"GET\", \"$R/issues/7/comments?per_page=2\""
shows 'names the next one' 'page=2>; rel="next"'
answers 'the last one' 200 "\"GET\", \"$R/issues/7/comments?per_page=2&page=2\""
check 'names none' test -z "$(grep Link "$world/out")"

# ---- faults ----
plan '[{"match": "/user", "do": "limit", "after": 5}]'
python3 "$world/client.py" "$api" "$token" 403 '["GET", "/user"]' \
	>"$world/out" 2>"$world/err"
shows 'a primary limit has its headers' "X-RateLimit-Remaining': '0'"
plan '[{"match": "POST .*/statuses", "do": "500"},
	{"match": "POST .*/statuses", "do": "cut-after"}]'
before=$(python3 -c 'import json, sys
print(len(json.load(open(sys.argv[1]))["statuses"]))' "$forge/state.json")
for _ in 1 2; do
	python3 "$world/client.py" "$api" "$token" 201 \
		"[$S, {\"state\": \"success\"}]" >"$world/out" 2>"$world/err"
done
forge_has 'a fault before is not applied, one after is' \
	"len(r['statuses']) == $before + 1"
python3 - "$forge/state.json" "$sha" <<'END'
import json, sys
state = json.load(open(sys.argv[1]))
state["statuses"] = [{"sha": sys.argv[2], "context": "c", "id": 1}] * 1000
json.dump(state, open(sys.argv[1], "w"))
END
answers 'the 1001st status of a context' 422 \
	"$S, {\"state\": \"error\", \"context\": \"c\"}"
answers 'the first of another' 201 \
	"$S, {\"state\": \"error\", \"context\": \"d\"}"
finish
