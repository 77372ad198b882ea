/** Which instruction set the trees use: chosen once, at run time. */
#ifndef CORE_INTERVAL_ISA_H
#define CORE_INTERVAL_ISA_H

enum interval_isa_code {
	INTERVAL_ISA_NONE, /**< what INTERVAL_ISA asks for is not to be had */
	INTERVAL_ISA_GENERIC,
	INTERVAL_ISA_AVX2,
	INTERVAL_ISA_AVX512
};

/** The best of the processor, or what the environment's INTERVAL_ISA says. */
enum interval_isa_code interval_isa_get(void);

#endif
