#!/bin/bash
# Commits of strangers: what their builds and benchmarks try, and what comes of
# it; as root, where that is who runs this, and as an ordinary user.
. "$(dirname "$0")/lib.sh"
unset TIDEMARK_SANDBOX
export SECRET_TOKEN=hunter2
mark=sandboxed$$ # in the environment of what is started, where it gets that far
user=12345
# Commits are made by who runs this, in whosever's repository.
export GIT_CONFIG_GLOBAL=$world/gitconfig
printf '[safe]\n\tdirectory = *\n' >"$GIT_CONFIG_GLOBAL"
chmod 755 "$world"

# The base is honest; it counts in its own tree, for its noise.
honest() {
	cat <<-'END'
		n=$(cat count 2>/dev/null || echo 0)
		echo $((n + 1)) >count
		. ./attack
		awk -v seed="$n" -v value="$(cat value)" '
		function row(comma, name) {
			printf "%s{\"name\": \"%s\", \"run_type\": \"iteration\", ", comma, name
			printf "\"iterations\": 1, \"real_time\": %.4f, \"cpu_time\": 1, ",
			    value * exp(.02 * (rand() - .5))
			print "\"time_unit\": \"ns\"}"
		}
		BEGIN { srand(seed); printf "{\"benchmarks\": [";
		    row("", "a"); row(",", "b"); print "]}" }'
	END
}
prepare() { # USER: a repository of that user's, with an honest base
	home=$world/$1
	repo=$home/repo
	mkdir -p "$repo"
	git -C "$repo" init -q -b main
	honest >"$repo/bench.sh"
	: >"$repo/attack"
	echo 1000 >"$repo/value"
	cat >"$repo/tidemark.yml" <<-'END'
		version: 1
		build:
		  command: cp value built
		benchmarks:
		  - name: main
		    command: sh bench.sh
		    format: google
		    timeout: 20s
	END
	commit "$repo" 'base'
	echo secret >"$home/private"
	chmod 600 "$home/private"
	# shellcheck disable=SC2174 # as it should be
	mkdir -p -m 777 "$home/outside"
}
attack() { # VALUE, the attack from standard input: the head
	git -C "$repo" checkout -q -B head main
	cat >"$repo/attack"
	echo "$1" >"$repo/value"
	commit "$repo" 'head'
}
# Run as the user whose repository it is.
as_user() { # USER ARGUMENTS...
	local who=$1
	shift
	if [ "$who" = root ] || [ "$(id -u)" != 0 ]; then
		env HOME="$home" XDG_CACHE_HOME="$home/cache" "$tidemark" "$@"
		return
	fi
	chown -R "$user:$user" "$home"
	setpriv --reuid "$user" --regid "$user" --clear-groups \
		env HOME="$home" XDG_CACHE_HOME="$home/cache" \
		TIDEMARK_LOCK="$home/lock" "$world/program" "$@"
}
checked() { # NAME CODE ARGUMENTS...
	local name=$1 code=$2
	shift 2
	as_user "$who" -C "$repo" "$@" check --base main \
		--json "$home/result.json" head \
		>"$world/out" 2>"$world/err" </dev/null
	status=$?
	check "$who: $name: exit $code" test "$status" -eq "$code"
}
# Files that the attack left in the head's tree.
found() { # NAME: its content
	cat "$home"/cache/tidemark/*/builds/*/tree/"$1" 2>/dev/null | sort -u
}
left_over() { # the processes that are still there
	grep -lsz "MARK=$mark" /proc/[0-9]*/environ | wc -l
}

cp "$tidemark" "$world/program"
run --version
# Whether the system lets a user make one: many containers do not.
works() { # OPTIONS of setpriv
	[ $# = 0 ] || set -- setpriv "$@"
	"$@" bwrap --unshare-pid --unshare-net --as-pid-1 --ro-bind / / true \
		2>"$world/err" && return
	echo "# no sandbox here: $* $(head -1 "$world/err")"
	return 1
}

everything() { # USER
	who=$1
	prepare "$who"

	attack 1300 <<-'END'
		:
	END
	checked 'a slower head is regressed' 1
	check "$who: the result says that there was a sandbox" json \
		"$home/result.json" \
		'r["machine"]["provenance"]["sandbox"] == "bwrap"'

	attack 1000 <<-END
		{ echo "token: \${SECRET_TOKEN-none}"
		cat "$home/private" "$repo/.git/config"
		ls "$home/outside" "$repo/bench.sh"
		cat /etc/shadow /proc/1/environ /proc/*/environ |
			tr '\\0' '\\n' | grep hunter2; } >stolen 2>/dev/null
		id -u >who
	END
	checked 'one that reads what it should not passes' 0
	is "$who: but it got nothing" "$(found stolen)" 'token: none'
	check "$who: and was nobody else" test "$(found who)" != 0

	attack 1000 <<-END
		for path in "$repo/.git/tidemark/store.db" "$home/result.json" \\
			"$home/outside/x" "$repo/x" /etc/x /usr/x; do
			echo forged >"\$path"
		done 2>/dev/null
	END
	checked 'one that forges what it is judged by passes by its samples' 0
	is "$who: and reached nothing" "$(grep -l forged /etc/x /usr/x \
		"$repo/x" "$home/outside/x" "$home/result.json" \
		"$repo/.git/tidemark/store.db" 2>/dev/null)" ''
	check "$who: the store is sound" test "$(sqlite3 \
		"$repo/.git/tidemark/store.db" 'pragma integrity_check')" = ok
	check "$who: the result is ours" json "$home/result.json" \
		'r["verdict"] == "pass"'

	attack 1300 <<-END
		# The base's turns come later: what is left running would slow them.
		export MARK=$mark
		for i in 1 2 3; do
			(setsid sh -c 'trap "" TERM; while :; do :; done' \\
				>/dev/null 2>&1 &)
		done
		ls -d "$home"/cache/tidemark/*/builds/* 2>/dev/null | wc -l >trees
		for other in "$home"/cache/tidemark/*/builds/*/tree; do
			[ "\$other" -ef . ] || echo slow >"\$other/attack"
		done 2>/dev/null
	END
	checked 'one that slows down the base is regressed' 1
	is "$who: nothing of it is left running" "$(left_over)" 0
	is "$who: it sees one tree, its own" "$(found trees)" 1

	attack 1000 <<-'END'
		yes | head -c 300000000 >&2
	END
	checked 'one that floods its output is measured' 0

	attack 1000 <<-'END'
		trap '' TERM
		sleep 1000
	END
	sed -i 's/timeout: 20s/timeout: 1s/' "$repo/tidemark.yml"
	as_user "$who" -C "$repo" --config "$repo/tidemark.yml" check \
		--base main head >"$world/out" 2>"$world/err" </dev/null
	status=$?
	is "$who: one that does not end is ended" "$status" 4
	shows "$who: and that is said" 'timed out'
	git -C "$repo" checkout -q -f main

	attack 1000 <<-'END'
		head -c 50000000 /dev/zero >big || exit 9
	END
	echo 'limits: {file-size: 1MiB}' >>"$repo/tidemark.yml"
	as_user "$who" -C "$repo" --config "$repo/tidemark.yml" check \
		--base main head >"$world/out" 2>"$world/err" </dev/null
	status=$?
	is "$who: one that writes too much fails" "$status" 4
	git -C "$repo" checkout -q -f main

	attack 1000 <<-'END'
		grep -c : /proc/net/dev >links
	END
	checked 'one that looks for a network passes' 0
	is "$who: and finds the loopback alone" "$(found links)" 1

	if [ "$who" = root ]; then
		check 'root: what it wrote is nobody'\''s' test "$(stat -c %U \
			"$home"/cache/tidemark/*/builds/*/tree/links |
			sort -u)" = nobody
	fi
	is "$who: no mount is left" "$(grep -c "$home" /proc/self/mounts)" 0
	is "$who: the repository is whole" \
		"$(git -C "$repo" fsck 2>&1 | grep -c error)" 0
}

# ---- who may go without ----
forks() {
	who=fork
	home=$world/fork
	prepare fork
	attack 1000 </dev/null
	cat >"$world/event.json" <<-END
		{"pull_request": {
		  "base": {"ref": "main", "sha": "$(git -C "$repo" rev-parse main)",
		    "repo": {"full_name": "team/project"}},
		  "head": {"sha": "$(git -C "$repo" rev-parse head)",
		    "repo": {"full_name": "stranger/project"}}},
		 "repository": {"default_branch": "main"}}
	END
	export GITHUB_EVENT_NAME=pull_request GITHUB_EVENT_PATH=$world/event.json
	# A PATH without bubblewrap.
	mkdir -p "$world/bin"
	for program in sh cp cat awk git; do
		ln -sf "$(command -v "$program")" "$world/bin/$program"
	done
	PATH=$world/bin "$tidemark" -C "$repo" check --base main head \
		>"$world/out" 2>"$world/err" </dev/null
	status=$?
	is 'a fork is not run without a sandbox' "$status" 2
	says 'and that is said' 'the commit comes from a fork'
	PATH=$world/bin "$tidemark" -C "$repo" --sandbox none check \
		--base main head >"$world/out" 2>"$world/err" </dev/null
	status=$?
	is 'unless the command line lets it' "$status" 0
	git -C "$repo" checkout -q -B main
	git -C "$repo" rm -q --cached tidemark.yml
	git -C "$repo" commit -q --amend -m 'no config'
	attack 1000 </dev/null
	exits 'its own config decides nothing' 2 -C "$repo" check \
		--base main head
	says 'which is said, too' 'and so does its config'
	unset GITHUB_EVENT_NAME GITHUB_EVENT_PATH
	PATH=$world/bin "$tidemark" -C "$repo" check --base main head \
		>"$world/out" 2>"$world/err" </dev/null
	status=$?
	is 'own commits are run without one' "$status" 0
	says 'and that is said' 'not shut in: bwrap: No such file or directory'
	exits 'an unknown mode is an error' 2 -C "$repo" --sandbox docker check
	says 'that says what was expected' 'auto, bwrap or none was expected'
	exits 'so is an unknown network' 2 -C "$repo" --allow-network all check
	says 'in the same words' '--allow-network all: build was expected'
}

if [ "$(id -u)" != 0 ]; then
	! works || everything user
else
	! works || everything root
	! works --reuid "$user" --regid "$user" --clear-groups ||
		everything user
fi
forks
finish
