# Shared by the tests of publishing: the forge on loopback, and a repository with
# two results. A script sources this after lib.sh.
# shellcheck shell=bash
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
token="forge-token-5f2c9d"
forges=()
stop_forges() {
	local pid
	for pid in "${forges[@]}"; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	forges=()
}
trap 'stop_forges; chmod -R u+w "$world" 2>/dev/null; rm -rf "$world"' EXIT

# Start a forge: $forge is its folder, $api its address.
start_forge() { # NAME [CERTIFICATE KEY]
	forge=$world/$1
	mkdir -p "$forge"
	rm -f "$forge/port"
	python3 "$tests/forge.py" "$forge" "${@:2}" 2>>"$world/forge.err" &
	forges+=("$!")
	for _ in $(seq 100); do
		[ -s "$forge/port" ] && break
		sleep .05
	done
	api=http://127.0.0.1:$(cat "$forge/port")
	[ $# -eq 1 ] || api=https://localhost:$(cat "$forge/port")
}
fresh_forge() { # NAME: one that knows nothing
	stop_forges
	rm -rf "${world:?}/$1"
	start_forge "$1"
}
empty_forge() { # the same server knows nothing any more
	rm -f "$forge/log" "$forge/plan.json"
	echo '{"statuses": [], "check_runs": [], "comments": [], "next": 1}' \
		>"$forge/state.json"
}
plan() { # JSON
	echo "$1" >"$forge/plan.json"
}
settings() { # JSON
	echo "$1" >"$forge/settings.json"
}
forge_has() { # NAME EXPRESSION: of what the forge has, as r
	check "$1" json "$forge/state.json" "$2"
}
asked() { # EXPRESSION: over the list of requests, as r
	python3 -c 'import json, sys
r = [json.loads(line) for line in open(sys.argv[1])]
sys.exit(0 if eval("(" + sys.argv[2] + ")") else 1)' "$forge/log" "$1"
}
publish() { # ARGUMENTS...
	GITHUB_TOKEN=$token run -C "$repo" publish --to github \
		--repository owner/name --api-url "$api" "$@"
}
publishes() { # NAME CODE ARGUMENTS...
	local name=$1 code=$2
	shift 2
	publish "$@"
	if [ "$status" -eq "$code" ]; then
		ok "$name: exit $code"
	else
		not_ok "$name: exit $code"
	fi
}

# Two names, the second as slow as the file "slow" says.
make_results() {
	repo=$world/repo
	script_repo "$repo" <<-'END'
		python3 -c 'import json, random
		slow = float(open("slow").read())
		print(json.dumps({"benchmarks": [{"name": n, "time_unit": "ns",
		    "real_time": 100 * (slow if n == "two" else 1) *
		    random.uniform(.999, 1.001)} for n in ("one", "two")]}))'
	END
	for level in 1 1.5 1.001; do
		echo "$level" >"$repo/slow"
		commit "$repo" "level $level"
	done
	slowed=$(git -C "$repo" rev-parse HEAD~1)
	same=$(git -C "$repo" rev-parse HEAD)
	run -C "$repo" check "$slowed" --base =HEAD~2 --json "$world/slow.json" \
		--markdown "$world/slow.md"
	is 'a slowed commit is regressed' "$status" 1
	run -C "$repo" check "$same" --base =HEAD~2 --json "$world/pass.json"
	is 'one that is not passes' "$status" 0
}
# A copy of a result in which a Python statement changed r.
forged() { # FILE STATEMENT
	python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
exec(sys.argv[2])
json.dump(r, open(sys.argv[3], "w"))' "$1" "$2" "$world/forged.json"
}
