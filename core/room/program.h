/** The program of a room's supervisor as bytes of a file. */
#ifndef CORE_ROOM_PROGRAM_H
#define CORE_ROOM_PROGRAM_H

#include <stddef.h>

extern const char room_program[];
extern const size_t room_program_size;

#endif
