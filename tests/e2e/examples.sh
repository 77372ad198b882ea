#!/bin/bash
# The examples of the interval library: whole sessions, and bad input.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

example() { # PROGRAM [ARGUMENT...]: commands from standard input
	local program=$1
	shift
	"$build/examples/$program" "$@" >"$world/out" 2>"$world/err"
	status=$?
}
# Lines that begin with $ are commands, the others are what is answered.
session() { # NAME PROGRAM [ARGUMENT...]: from standard input
	local name=$1
	shift
	cat >"$world/session"
	sed '/^\$/d' "$world/session" >"$world/expected"
	example "$@" < <(sed -n 's/^\$ *//p' "$world/session")
	diff "$world/expected" "$world/out" >>"$world/err"
	check "$name" test "$status" -eq 0 -a ! -s "$world/err"
}
refuses() { # NAME WORDS PROGRAM [ARGUMENT...]: a line from standard input
	local name=$1 words=$2
	shift 2
	example "$@"
	check "$name" test "$status" -eq 1 -a "$(cat "$world/err")" = \
		"$1: line $words"
}
usage() { # NAME PROGRAM [ARGUMENT...]
	local name=$1
	shift
	example "$@" </dev/null
	check "$name" test "$status" -eq 2 -a ! -s "$world/out"
	says "$name, and is told the usage" "^usage: $1 "
}

# ---- the allocator ----
# Gaps of 100 and 40 and the 840 at the end: 1 - 840/980 is 14.3 %.
fit=$(
	cat <<'END'
$ alloc 100
allocated [0, 100)
$ alloc 10
allocated [100, 110)
$ alloc 40
allocated [110, 150)
$ alloc 10
allocated [150, 160)
$ free 0 100
freed [0, 100)
$ free 110 40
freed [110, 150)
$ report
980 of 1000 free in 3 blocks, the largest 840; 2.0 % used, 14.3 % fragmented
$ alloc 30
END
)
session 'first fit takes the earliest gap' allocator 1000 first <<END
$fit
allocated [0, 30)
END
session 'best fit takes the shortest gap' allocator 1000 best <<END
$fit
allocated [110, 140)
END
# [10, 64) and [252, 256) are too short for what is asked for last.
session 'first fit passes gaps without an aligned block' allocator 256 <<'END'
$ alloc 10
allocated [0, 10)
$ alloc 100 64
allocated [64, 164)
$ alloc 60 64
allocated [192, 252)
$ alloc 8 64
alloc: no such interval
$ alloc 54
allocated [10, 64)
END
# 64 + 128 - 1 offsets hold a block of 64 at a multiple of 128 for certain, and
# [28, 256) is the shorter of the gaps that have as many.
session 'best fit aligns within its gap' allocator 10000 best <<'END'
$ alloc 28
allocated [0, 28)
$ alloc 228
allocated [28, 256)
$ alloc 1
allocated [256, 257)
$ free 28 228
freed [28, 256)
$ alloc 64 128
allocated [128, 192)
END
session 'best fit falls back to first fit' allocator 128 best <<'END'
$ alloc 128 128
allocated [0, 128)
$ report
0 of 128 free in 0 blocks, the largest 0; 100.0 % used, 0.0 % fragmented
$ alloc 1
alloc: no such interval
END
session 'a double free is told' allocator 100 <<'END'
$ alloc 50
allocated [0, 50)
$
$ free 10 10
freed [10, 20)
$ free 0 50
free already: [10, 20)
$ free 95 10
free already: [50, 100)
$ alloc 50
allocated [50, 100)
$ free 95 10
free: outside the set's domain
END
usage 'the allocator without a size' allocator
usage 'the allocator with a size of 0' allocator 0
usage 'the allocator beyond 2^40' allocator 1099511627777
usage 'the allocator with another fit' allocator 10 worst
refuses 'a number with something behind it' \
	'1: SIZE: "5x" is not a number from 1 to 1099511627776' \
	allocator 10 <<<'alloc 5x'
refuses 'a number beyond 64 bits' \
	'1: SIZE: "9999999999999999999" is not a number from 1 to 1099511627776' \
	allocator 10 <<<'alloc 9999999999999999999'

# ---- the rooms ----
session 'a day of two rooms' rooms 2 <<'END'
$ day 1
free 08:00-18:00
$ book 1 09:00 10:30
booked 09:00-10:30
$ book 1 10:30 12:00
booked 10:30-12:00
$ book 2 08:00 09:15
booked 08:00-09:15
$ book 1 11:59 12:30
book: not wholly free
$ day 1
free 08:00-09:00
free 12:00-18:00
$ day 1 09:00
free 12:00-18:00
$ day 1 08:59
free 08:00-09:00
free 12:00-18:00
$ earliest 60
room 1 08:00-09:00
$ earliest 61
room 2 09:15-10:16
$ earliest 30 08:20
room 1 08:20-08:50
$ earliest 60 12:00
room 1 12:00-13:00
$ earliest 600
earliest: no such interval
$ cancel 1 09:30 10:00
cancelled 09:30-10:00
$ cancel 1 09:00 10:30
not booked: 09:30-10:00
$ earliest 20 09:10
room 2 09:15-09:35
$ day 1
free 08:00-09:00
free 09:30-10:00
free 12:00-18:00
END
session 'what a room does not take' rooms 1 <<'END'
$ book 1 07:59 09:00
book: outside the set's domain
$ book 1 17:00 18:01
book: outside the set's domain
$ book 1 12:00 12:00
book: invalid argument
$ book 2 12:00 13:00
book: no such interval
$ cancel 2 12:00 13:00
cancel: no such interval
$ day 2
day: no such interval
$ cancel 1 18:00 19:00
cancel: outside the set's domain
$ day 1
free 08:00-18:00
END
usage 'rooms without a number' rooms
usage 'more rooms than 16' rooms 17
refuses 'a time without its zero' \
	'1: FROM: "9:00" is not a time such as 09:30' rooms 1 <<<'book 1 9:00 10:00'
refuses 'a time of 60 minutes' \
	'1: TO: "09:60" is not a time such as 09:30' rooms 1 <<<'book 1 09:00 09:60'
refuses 'a time before the rooms open' \
	'1: AFTER: "07:59" is not a time such as 09:30' rooms 1 <<<'day 1 07:59'
refuses 'a room that cannot be' \
	'2: ROOM: "17" is not a number from 1 to 16' rooms 1 <<<$'\nday 17'

# ---- the leases ----
session 'leases come and go' leases <<'END'
$ lease 4 60
leased 1024-1027 until 60
$ port 1030 10
leased 1030-1030 until 10
$ port 1026 10
port: not wholly free
$ lease 2 60
leased 1028-1029 until 60
$ lease 2 90
leased 1031-1032 until 90
$ usage
9 of 64512 ports leased (0.01 %), 64503 free in a row
$ tick 10
expired 1030-1030 until 10
$ renew 1024 60
renewed 1024-1027 until 70
$ renew 1025 60
renew: no such interval
$ tick 50
expired 1028-1029 until 60
$ lease 3 5
leased 1028-1030 until 65
$ tick 1000
expired 1024-1027 until 70
expired 1028-1030 until 65
expired 1031-1032 until 90
$ usage
0 of 64512 ports leased (0.00 %), 64512 free in a row
END
session 'a random port is the one that is left' leases 7 <<'END'
$ lease 64511 9
leased 1024-65534 until 9
$ random 5
leased 65535-65535 until 5
$ random 5
random: no such interval
$ lease 1 5
lease: no such interval
END
hundred() { # SEED: the ports
	yes 'random 5' | head -100 | "$build/examples/leases" "$1"
}
hundred 1 >"$world/out"
cp "$world/out" "$world/first"
check 'a hundred random ports differ' test "$(awk '
	$1 == "leased" && split($2, port, "-") == 2 && port[1] == port[2] &&
	port[1] >= 1024 && port[1] <= 65535' "$world/out" | sort -u |
	wc -l)" -eq 100
hundred 1 >"$world/out"
check 'a seed repeats them' cmp -s "$world/first" "$world/out"
hundred 2 >"$world/out"
check 'another seed gives others' test "$(sort "$world/first" "$world/out" |
	uniq -d | wc -l)" -lt 10
usage 'leases with a bad seed' leases -1
refuses 'a port below 1024' \
	'1: PORT: "80" is not a number from 1024 to 65535' leases <<<'port 80 5'

# ---- what they share ----
refuses 'an unknown command' \
	'1: "fre" is not one of alloc, free, report' allocator 10 <<<'fre 0 1'
refuses 'an argument too few' '1: expected free START SIZE' \
	allocator 10 <<<'free 0'
refuses 'an argument too many' '1: expected alloc SIZE [ALIGNMENT]' \
	allocator 10 <<<'alloc 1 1 1'
refuses 'a line that is too long' '2: expected at most 254 characters' \
	allocator 10 < <(printf 'report\nreport %300s\n' x)
check 'the lines before a bad one are answered' grep -q '^10 of 10' "$world/out"
"$build/examples/allocator" 10 <<<'report' >/dev/full 2>"$world/err"
status=$?
check 'a full disk is an error' test "$status" -eq 1
says 'a full disk is said' 'allocator: .*space'
finish
