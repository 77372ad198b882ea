# Completion of tidemark(1) and interval-bench(1) for bash. Commands, options and
# what they take are read from the program's own help, so that they are always
# those it has.
# shellcheck shell=bash

# Offer the lines of standard input that begin with $1, each after $2. Names of
# branches are foreign text: they are quoted, never expanded.
_tidemark_offer() {
	local line
	while IFS= read -r line; do
		[[ $line == "$1"* ]] || continue
		printf -v line %q "$2$line"
		COMPREPLY+=("$line")
	done
}

# Commands in the help text $1.
_tidemark_commands() {
	sed -n '/^commands:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p' <<<"$1"
}

# Long options in the help text $1.
_tidemark_options() {
	sed -n 's/^  \(-.,\|   \) \(--[a-z][a-z-]*\).*/\2/p' <<<"$1"
}

# What the help text $1 calls the value of option $2: FILE, REV, pass|fail.
# Nothing for an option without one.
_tidemark_value() {
	local line
	while IFS= read -r line; do
		[[ $line =~ ^\ \ (-.|\ \ ),?\ +(--[a-z-]+)\ ([^ ]+) ]] || continue
		[[ $2 == "${BASH_REMATCH[1]}" || $2 == "${BASH_REMATCH[2]}" ]] ||
			continue
		echo "${BASH_REMATCH[3]}"
		return
	done <<<"$1"
}

_tidemark_revisions() { # FOLDER
	echo HEAD
	git -C "$1" for-each-ref --format='%(refname:short)' \
		refs/heads refs/tags refs/remotes 2>/dev/null
}

# Formats that the help text $1 names beside --output.
_tidemark_formats() {
	sed -n 's/^ .* --output FORMAT//p' <<<"$1" |
		grep -oE 'text|markdown|csv|json|junit|openmetrics|atom|badge|git'
}

# What interval-bench lists of the kind $1: manager, mix.
_tidemark_listed() {
	"$program" list 2>/dev/null | sed -n "s/^$1  *\([a-z_]*\).*/\1/p"
}

# A revision, or either end of A..B, of which $1 is there, in folder $2.
_tidemark_complete_range() {
	local left=''
	[[ $1 == *..* ]] && left=${1%..*}..
	_tidemark_offer "${1#"$left"}" "$left" < <(_tidemark_revisions "$2")
}

# The value that is called $1, of which $2 is there, in folder $3.
_tidemark_complete_value() {
	case $1 in
	FILE) mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
	DIR) mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
	REV) _tidemark_offer "$2" '' < <(_tidemark_revisions "$3") ;;
	A..B) _tidemark_complete_range "$2" "$3" ;;
	WHEN) _tidemark_offer "$2" '' < <(printf '%s\n' auto always never) ;;
	MIX) _tidemark_offer "$2" '' < <(_tidemark_listed mix) ;;
	MANAGER) _tidemark_offer "$2" '' < <(_tidemark_listed manager) ;;
	FORMAT*) _tidemark_offer "$2" '' < <(_tidemark_formats "$help") ;;
	BASE)
		_tidemark_offer "$2" '' < <(
			printf '%s\n' merge-base history
			_tidemark_pins "$3"
			_tidemark_revisions "$3"
		)
		;;
	*'|'*) _tidemark_offer "$2" '' < <(tr '|' '\n' <<<"$1") ;;
	esac
	case $1 in
	FILE | DIR) compopt -o filenames 2>/dev/null ;;
	esac
}

# The words that the usage in the help text $1 has for its first operand:
# list|show|pin.
_tidemark_subcommands() {
	sed -n '1s/^usage:.* \([a-z][a-z]*|[a-z|]*\).*/\1/p' <<<"$1" | tr '|' '\n'
}

_tidemark_pins() { # FOLDER
	"$program" -C "$1" baseline list 2>/dev/null |
		sed -n '/^pin /,/^$/s/^\([A-Za-z0-9._/-]*\) .*/\1/p' | sed 1d
}

# Operands are revisions where the usage in the help text $1 says so; of A..B
# both ends are completed. Those of interval-bench are managers or files. Where
# a subcommand comes first, $4 is it, or empty while it is being typed.
_tidemark_complete_operand() {
	local subcommands
	subcommands=$(_tidemark_subcommands "$1")
	if [[ $subcommands && ! $4 ]]; then
		_tidemark_offer "$2" '' <<<"$subcommands"
		return
	fi
	case $4 in
	list | accept) return ;;
	show | unpin) _tidemark_offer "$2" '' < <(_tidemark_pins "$3") ;;
	esac
	[[ $4 == unpin ]] && return
	case ${1%%$'\n'*} in
	*REV* | *HEAD* | *GOOD*) ;;
	*MANAGER*)
		_tidemark_offer "$2" '' < <(_tidemark_listed manager)
		return
		;;
	*TRACE* | *BASELINE*)
		_tidemark_complete_value FILE "$2" "$3"
		return
		;;
	*) return ;;
	esac
	_tidemark_complete_range "$2" "$3"
}

_tidemark() {
	local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]}
	local command='' subcommand='' folder=. help value='' word i
	COMPREPLY=()
	help=$("$program" --help 2>/dev/null) || return
	# Bash makes a word of its own of the equals sign: --json = FILE.
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $word == =* ]]; then
			value=${value:-FILE} # --output json = FILE
		elif [[ $value ]]; then
			[[ $value == DIR ]] && folder=${word/#\~/$HOME}
			value=''
		elif [[ $word == -* ]]; then
			value=$(_tidemark_value "$help" "$word")
			[[ $word == --base ]] && value=BASE
		elif [[ ! $command ]]; then
			command=$word
			help=$("$program" "$command" --help 2>/dev/null) || return
		else
			subcommand=${subcommand:-$word}
		fi
	done
	if [[ $current == =* ]]; then
		current=''
		value=${value:-FILE}
	fi
	if [[ $value ]]; then
		_tidemark_complete_value "$value" "$current" "$folder"
	elif [[ $current == -* ]]; then
		_tidemark_offer "$current" '' < <(_tidemark_options "$help")
	elif [[ $command ]]; then
		_tidemark_complete_operand "$help" "$current" "$folder" \
			"$subcommand"
	else
		_tidemark_offer "$current" '' < <(_tidemark_commands "$help")
	fi
}

complete -F _tidemark tidemark interval-bench
