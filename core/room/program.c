#include "core/room/program.h"

/* The file that the build has linked; the assembler is told its folder. */
__asm__(".section .rodata, \"a\"\n"
	".global room_program\n"
	".balign 16\n"
	"room_program:\n"
	".incbin \"room\"\n"
	"room_program_end:\n"
	".byte 0\n"
	".global room_program_size\n"
	".balign 8\n"
	"room_program_size:\n"
	".quad room_program_end - room_program\n"
	".previous\n");
