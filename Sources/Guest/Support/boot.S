#ifdef GUEST
#include "../../../Firmware/boot.S"
#endif
        .section .note.GNU-stack, "", @progbits
