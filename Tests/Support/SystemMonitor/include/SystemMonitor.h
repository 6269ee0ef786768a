#ifndef SYSTEM_MONITOR_H
#define SYSTEM_MONITOR_H

#include <stddef.h>
#include <stdint.h>

// The privileged program of the system oracle: bytes to be loaded at 1 MiB (see Monitor.S). None on a host that is not x86-64 Linux,
// where there is no assembler for it.
const uint8_t *system_monitor_bytes(void);
size_t system_monitor_size(void);

// Its real-mode part, which runs from a copy in the arena.
const uint8_t *system_monitor_real_bytes(void);
size_t system_monitor_real_size(void);

#endif
