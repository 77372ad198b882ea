#!/bin/bash
# The manual and the completion say what the program's help says. Run from the
# root of the repository.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
man=docs/man
config=$man/tidemark.yml.5.scd
result=$man/tidemark-result.5.scd

same() { # NAME FILE FILE: two lists are equal
	diff "$2" "$3" >"$world/out" 2>"$world/err"
	status=$?
	check "$1" test "$status" -eq 0
}
count() { # NAME FILE: a list from which the others are checked is not empty
	check "$1" test -s "$2"
}

# ---- options ----
# "-t, --tolerance PERCENT" for each option of the section $1 of a help text.
help_options() {
	sed -n "/^$1:\$/,/^\$/p" "$world/help" |
		sed -n 's/^  *\(-.*[^ ]\)  .*/\1/p' |
		sed 's/^\(.*[^ ]\)   *[^ ].*/\1/' | sort
}
# The same of a page's items: lines that an indented one follows.
page_options() {
	sed -n '/^# OPTIONS/,/^# EXIT/p' "$1" |
		awk '/^\t/ && last ~ /^\*-/ { print last } { last = $0 }' |
		tr -d '*_' | sort
}

"$tidemark" --help >"$world/help"
sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$world/help" |
	sort >"$world/commands"
count 'the help lists commands' "$world/commands"
help_options 'options of all commands' >"$world/expected"
page_options $man/tidemark.1.scd >"$world/found"
count 'the help lists options' "$world/expected"
same 'tidemark.1 has the options of all commands, and no others' \
	"$world/expected" "$world/found"
sed -n '/^# COMMANDS/,/^# OPTIONS/s/^\*\([a-z]*\)\*$/\1/p' \
	$man/tidemark.1.scd | sort >"$world/found"
same 'tidemark.1 has the commands of the help, and no others' \
	"$world/commands" "$world/found"
{
	cat "$world/commands"
	printf '%s\n' accept result # formats, not commands
} | sort >"$world/expected"
for page in "$man"/tidemark-*.scd; do
	basename "$page" | sed 's/tidemark-\(.*\)\.[15]\.scd/\1/'
done | sort >"$world/found"
same 'each command has a page, and each page a command' \
	"$world/expected" "$world/found"
"$tidemark" baseline --help |
	sed -n '/^$/,/^options/s/^\([a-z][a-z]*\)\( .*[^ ]\)*   *[^ ].*/\1/p' |
	sort -u >"$world/expected"
count 'the help of baseline has subcommands' "$world/expected"
sed -n '/^# SUBCOMMANDS/,/^# OPTIONS/s/^\*\([a-z]*\).*/\1/p' \
	$man/tidemark-baseline.1.scd | sort -u >"$world/found"
same 'the page of baseline has its subcommands, and no others' \
	"$world/expected" "$world/found"
while read -r command; do
	page=$man/tidemark-$command.1.scd
	"$tidemark" "$command" --help >"$world/help"
	help_options options >"$world/expected"
	page_options "$page" >"$world/found"
	same "the page of $command has the options of its help, and no others" \
		"$world/expected" "$world/found"
	sed -n '1s/^usage: //p' "$world/help" >"$world/expected"
	sed -n '/^# SYNOPSIS/,/^# D/s/^\*.*/&/p' "$page" | tr -d '*_' \
		>"$world/found"
	same "the page of $command has the usage of its help" \
		"$world/expected" "$world/found"
done <"$world/commands"

# ---- interval-bench: one page for all of its commands ----
page=$man/interval-bench.1.scd
"$build/interval-bench" --help >"$world/help"
sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$world/help" >"$world/commands"
count 'the help of interval-bench lists commands' "$world/commands"
while read -r command; do
	"$build/interval-bench" "$command" --help >"$world/help"
	sed -n '1s/^usage: //p' "$world/help" >>"$world/usages"
	help_options options >>"$world/options"
done <"$world/commands"
sort -u "$world/options" >"$world/expected"
page_options "$page" | sort -u >"$world/found"
same 'interval-bench.1 has the options of its commands, and no others' \
	"$world/expected" "$world/found"
echo 'interval-bench --help|--version' >>"$world/usages"
sed -n '/^# SYNOPSIS/,/^# D/s/^\*.*/&/p' "$page" | tr -d '*_' |
	sed 's/++$//' >"$world/found"
same 'interval-bench.1 has the usages of the help' \
	"$world/usages" "$world/found"

# ---- the config and the result file ----
grep -o '"[a-z-]*"' runner/config_schema.c | tr -d '"' |
	sort -u >"$world/expected"
sed -n 's/^\*\([][a-z.-]*\)\*: .*/\1/p' "$config" | tr -s '.[]' '\n' |
	sort -u >"$world/found"
count 'the schema of the config has keys' "$world/expected"
same 'tidemark.yml.5 has the keys of the schema, and no others' \
	"$world/expected" "$world/found"
sed -n 's/^    TEXT("\([a-z]*\)".*/\1/p; s/.*_SEQUENCE("\([a-z]*\)".*/\1/p' \
	runner/config_accept.c | sort -u >"$world/expected"
sed -n 's/^\*\([][a-z.]*\)\*: .*/\1/p' $man/tidemark-accept.5.scd |
	tr -s '.[]' '\n' | sort -u >"$world/found"
count 'the schema of the acknowledgements has keys' "$world/expected"
same 'tidemark-accept.5 has the keys of the schema, and no others' \
	"$world/expected" "$world/found"
members() { # SCHEMA: of all objects in it but those whose names are free
	python3 - "$1" <<-'END'
		import json, sys
		def names(of):
		    if isinstance(of, list):
		        for item in of:
		            yield from names(item)
		    if isinstance(of, dict):
		        yield from of.get("properties", {})
		        for item in of.values():
		            yield from names(item)
		print("\n".join(sorted(set(names(json.load(open(sys.argv[1])))))))
	END
}
has_members() { # PAGE SCHEMA
	local missing=
	members "$2" >"$world/expected"
	count "$2 has members" "$world/expected"
	while read -r name; do
		grep -q "\*$name\*" "$1" || missing="$missing $name"
	done <"$world/expected"
	echo "not in $1:$missing" >"$world/out"
	check "$1 has the members of the schema" test -z "$missing"
}
has_members "$result" reports/result.schema.json
has_members $man/tidemark-bisect.1.scd reports/bisect.schema.json

# ---- every page ----
for page in "$man"/*.scd; do
	scdoc <"$page" >"$world/out" 2>"$world/err"
	status=$?
	check "scdoc takes $page" test "$status" -eq 0 -a -s "$world/out"
	# *tidemark-check*(1) stands for docs/man/tidemark-check.1.scd.
	missing=
	while read -r name; do
		[ -e "$man/$name.scd" ] || missing="$missing $name"
	done < <(grep -o '\*[a-z.-]*\*([135])' "$page" |
		sed 's/\*\(.*\)\*(\(.\))/\1.\2/' | sort -u)
	echo "no such page:$missing" >"$world/err"
	check "pages that $page names are there" test -z "$missing"
done

# ---- the guide ----
# Its commands, as "PROGRAM COMMAND OPTION...": in backquotes, or indented.
sed -e ':again' -e '/\\$/{N;s/\\\n//;b again' -e '}' docs/guide.md |
	grep -oE '(`|^    )(tidemark|interval-bench) [a-z][^`>|]*' |
	tr -d '`' | sort -u >"$world/commands"
count 'the guide has commands' "$world/commands"
while read -r program command rest; do
	"$build/$program" "$command" --help >"$world/out" 2>"$world/err"
	status=$?
	check "the guide's $program $command is a command" \
		test "$status" -eq 0
	while read -r option; do
		shows "the guide's $program $command has $option" \
			"^ .* $option( |\$)"
	done < <(grep -o -- '--[a-z-]*' <<<"$rest")
done <"$world/commands"

# ---- completion ----
PATH=$build:$PATH
# shellcheck source=scripts/completion.bash
. scripts/completion.bash
complete_line() { # WORD...: the last one is being typed; sets COMPREPLY
	# shellcheck disable=SC2034 # read by the completion
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	_tidemark
	printf '%s\n' "${COMPREPLY[@]}" >"$world/out"
}
offers() { # NAME OFFER WORD...
	local name=$1 offer=$2
	shift 2
	complete_line "$@"
	check "completion: $name" grep -Fqx -- "$offer" "$world/out"
}
offers_only() { # NAME OFFER WORD...
	offers "$@"
	check "completion: $1, and nothing else" test "${#COMPREPLY[@]}" -eq 1
}
repo=$world/repo
git init -q -b trunk "$repo"
commit "$repo" first
git -C "$repo" branch topic
# shellcheck disable=SC2016 # a hostile name, to be kept as it is
hostile='x$(touch${IFS}ran)'
git -C "$repo" branch "$hostile"
touch "$repo/result.json"
mkdir "$repo/sub"
back=$PWD
cd "$repo" || exit 1
offers_only 'a command' check tidemark ch
offers 'an option of the command' --base tidemark check --b
offers 'an option of all commands' --config tidemark check --c
offers 'an option before the command' --config tidemark --co
offers_only 'a command after an option with a value' compare \
	tidemark --color never com
offers_only 'a revision for an operand' topic tidemark check to
offers_only 'the right end of a range' trunk..topic tidemark run trunk..to
offers_only 'a revision for an end' topic tidemark bisect trunk to
offers_only 'a revision for an option' topic tidemark check --base to
offers_only 'a revision after =' topic tidemark check --base = to
offers_only 'a file' result.json tidemark compare --json res
offers_only 'a file after =' result.json tidemark check --output json = res
offers_only 'a folder' sub tidemark -C s
offers_only 'a fixed value' always tidemark --color al
offers_only 'one of two values' fail tidemark check --inconclusive f
offers_only 'a format' markdown tidemark check -o m
offers_only 'a format of two commands' csv tidemark trend -o c
complete_line tidemark bisect -o c
check 'completion: and of no other' test "${#COMPREPLY[@]}" -eq 0
offers_only 'the format that git reads' git tidemark bisect -o g
offers_only 'a subcommand' unpin tidemark baseline u
offers_only 'a range for an option' trunk..topic \
	tidemark baseline accept --commits trunk..to
complete_line tidemark baseline accept to
check 'completion: no revisions for accept' test "${#COMPREPLY[@]}" -eq 0
offers_only 'a revision after a subcommand' topic tidemark baseline show to
"$tidemark" baseline pin first-level HEAD >"$world/out" 2>&1
status=$?
check 'a commit is pinned for the completion' test "$status" -eq 0
offers_only 'a pin for a base' first-level tidemark check --base fir
offers_only 'the history for a base' history tidemark check --base his
offers_only 'a pin' first-level tidemark baseline unpin f
offers_only 'a pin beside revisions' first-level tidemark baseline show fir
complete_line tidemark baseline unpin to
check 'completion: no revisions for unpin' test "${#COMPREPLY[@]}" -eq 0
complete_line tidemark gc t
check 'completion: no revisions for gc' test "${#COMPREPLY[@]}" -eq 0
complete_line tidemark check x
check 'completion: a hostile branch is quoted' \
	test "${COMPREPLY[0]}" = "$(printf %q "$hostile")"
check 'completion: and nothing of it is run' test ! -e ran
offers_only 'a command of interval-bench' protocol interval-bench pro
offers 'an option of it' --trace-out interval-bench protocol --tr
offers_only 'a mix' fragmented interval-bench protocol --mix fr
offers 'a manager' treap interval-bench protocol --manager tr
offers 'a manager for an operand' treap interval-bench protocol tr
offers_only 'a format of figures' csv interval-bench protocol --format c
offers_only 'a trace' result.json interval-bench protocol --trace res
cd "$world" || exit 1
offers_only 'revisions of the folder of -C' topic tidemark -C repo check to
cd "$back" || exit 1
finish
