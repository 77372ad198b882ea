#!/bin/bash
# Publishing over a bad line: faults of the server, of the network, of the
# publisher. In the end there is one of each, and it is the right one.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib_publish.sh"
unset GITHUB_ACTIONS GITHUB_REPOSITORY GITHUB_API_URL GITHUB_SERVER_URL \
	GITHUB_RUN_ID GITHUB_SHA GITHUB_TOKEN GITHUB_OUTPUT
make_results
end_is_right() { # NAME
	forge_has "$1" 'r["statuses"][-1]["state"] == "failure" and
		len(r["check_runs"]) == 1 and
		r["check_runs"][0]["conclusion"] == "failure" and
		len(r["check_runs"][0]["annotations"]) == 1 and
		len(r["comments"]) == 1'
}

# ---- any faults, by chance ----
random_plan() { # SEED
	python3 -c 'import json, random, sys
random.seed(int(sys.argv[1]))
requests = ["POST .*/statuses/", "GET .*/check-runs", "POST .*/check-runs",
    "GET /user", "GET .*/comments", "POST .*/comments", ".*"]
faults = ["500", "502", "503", "cut", "429", "limit", "500-after", "cut-after"]
print(json.dumps([{"match": random.choice(requests),
    "do": random.choice(faults), "after": 0}
    for _ in range(random.randint(1, 6))]))' "$1"
}
all_is_there() {
	json "$forge/state.json" 'r["statuses"][-1]["state"] == "failure" and
		len(r["check_runs"]) == len(r["comments"]) == 1 and
		len(r["check_runs"][0]["annotations"]) == 1'
}
wrong=0
start_forge chance
for seed in $(seq 50); do
	empty_forge
	plan "$(random_plan "$seed")"
	publish "$world/slow.json" --pull-request 7 --retry-for 20s
	# Six faults can be too many for the looks that one call takes.
	[ "$status" -eq 0 ] ||
		publish "$world/slow.json" --pull-request 7 --retry-for 20s
	if [ "$status" -ne 0 ] || ! all_is_there; then
		wrong=$((wrong + 1))
		echo "# seed $seed: $(random_plan "$seed")" >&2
	fi
done
is 'of 50 random plans of faults each ends with one of each' "$wrong" 0

# ---- asked to wait ----
fresh_forge limits
plan '[{"match": "POST .*/statuses/", "do": "429", "after": 2}]'
publishes 'Retry-After' 0 "$world/slow.json"
check 'is waited for' asked \
	'2 <= r[1]["at"] - r[0]["at"] < 3 and "statuses" in r[1]["path"]'
plan '[{"match": "POST .*/statuses/", "do": "429", "after": 600}]'
publishes 'a wait beyond --retry-for' 5 "$world/slow.json" --retry-for 3s
says 'is not begun' 'a rate limit that asks to wait 10m'
plan '[{"match": "GET .*/check-runs", "do": "limit", "after": 2}]'
publishes 'X-RateLimit-Reset' 0 "$world/slow.json"

# ---- answers that are none ----
for what in garbage huge; do
	fresh_forge "$what"
	plan "[{\"match\": \"GET .*/check-runs\", \"do\": \"$what\"}]"
	publishes "$what in place of an answer" 5 "$world/slow.json" \
		--pull-request 7
	forge_has 'keeps no other part from being sent' \
		'len(r["statuses"]) == len(r["comments"]) == 1 and
		not r["check_runs"]'
done
fresh_forge slow
plan '[{"match": "POST .*/statuses/", "do": "slow", "after": 2}]'
publishes 'a slow answer is waited for' 0 "$world/slow.json" --pull-request 7
end_is_right 'and all is there'

# ---- redirects ----
start_forge other
other=$api
fresh_other=$forge
start_forge here
plan '[{"match": "POST .*/statuses/", "do": "redirect", "status": 301,
	"to": "BASE/repos/owner/name/statuses/'"$slowed"'"}]'
publishes 'a redirect on the same host' 0 "$world/slow.json"
forge_has 'is followed as it was sent' 'len(r["statuses"]) == 1'
plan '[{"match": "POST .*/statuses/", "do": "redirect",
	"to": "'"$other"'/repos/owner/name/statuses/'"$slowed"'"}]'
publishes 'a redirect to another one' 5 "$world/slow.json"
says 'is said' 'not followed'
check 'and nobody there was asked' test ! -e "$fresh_other/log"
plan '[{"match": "POST .*/statuses/", "do": "redirect", "to": "BASE/1"},
	{"match": "POST /1", "do": "redirect", "to": "BASE/1"},
	{"match": "POST /1", "do": "redirect", "to": "BASE/1"},
	{"match": "POST /1", "do": "redirect", "to": "BASE/1"},
	{"match": "POST /1", "do": "redirect", "to": "BASE/1"},
	{"match": "POST /1", "do": "redirect", "to": "BASE/1"},
	{"match": "POST /1", "do": "redirect", "to": "BASE/1"}]'
publishes 'redirects in a circle' 5 "$world/slow.json"
says 'end' 'redirected too often'

# ---- killed ----
# Each after one request more than the one before.
fresh_forge killed
has_asked() { # N: requests in all
	[ -f "$forge/log" ] && [ "$(wc -l <"$forge/log")" -ge "$1" ]
}
killed=0
for requests in 1 2 3 4 5; do
	rm -f "$forge/log"
	plan '[{"match": "^GET .*/comments", "do": "slow", "after": 1}]'
	[ "$requests" -eq 5 ] ||
		plan '[{"match": "^'"$(sed -n "${requests}p" <<-'END'
			POST .*/statuses
			GET .*/check-runs
			P.* .*/check-runs
			GET /user
		END
		)"'", "do": "slow", "after": 1}]'
	GITHUB_TOKEN=$token "$tidemark" -C "$repo" publish --to github \
		--repository owner/name --api-url "$api" --pull-request 7 \
		"$world/slow.json" >"$world/out" 2>"$world/err" </dev/null &
	pid=$!
	for _ in $(seq 500); do
		has_asked "$requests" && break
		sleep .01
	done
	kill -9 "$pid" && killed=$((killed + 1))
	wait "$pid" 2>/dev/null
	# What was asked is answered to nobody, but done.
	for _ in $(seq 300); do
		[ "$(cat "$forge/plan.json")" = '[]' ] && break
		sleep .01
	done
done
is 'five were killed at a request each' "$killed" 5
publishes 'after them' 0 "$world/slow.json" --pull-request 7
end_is_right 'there is one of each'
cp "$world/forge.err" "$world/err"
check 'and the server of the tests made no mistake' \
	test ! -s "$world/forge.err"

# ---- TLS ----
stop_forges
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
	-addext subjectAltName=DNS:localhost -keyout "$world/key.pem" \
	-out "$world/cert.pem" 2>"$world/openssl"
start_forge tls "$world/cert.pem" "$world/key.pem"
publishes 'a certificate of nobody that is known' 5 "$world/slow.json"
says 'is refused' 'certificate'
check 'before anything is sent' test ! -e "$forge/log"
publishes 'and accepted by its name' 0 "$world/slow.json" \
	--cacert "$world/cert.pem"
forge_has 'then it is told' 'len(r["statuses"]) == 1'
check 'the token is in no file' \
	test -z "$(grep -rl "$token" "$world" 2>/dev/null)"
finish
