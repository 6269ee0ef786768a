#include "SystemMonitor.h"

#if defined(__x86_64__) && defined(__linux__)

extern const uint8_t system_monitor[], system_monitor_end[], system_monitor_real[], system_monitor_real_end[];

const uint8_t *system_monitor_bytes(void) { return system_monitor; }
size_t system_monitor_size(void) { return (size_t)(system_monitor_end - system_monitor); }
const uint8_t *system_monitor_real_bytes(void) { return system_monitor_real; }
size_t system_monitor_real_size(void) { return (size_t)(system_monitor_real_end - system_monitor_real); }

#else

const uint8_t *system_monitor_bytes(void) { return NULL; }
size_t system_monitor_size(void) { return 0; }
const uint8_t *system_monitor_real_bytes(void) { return NULL; }
size_t system_monitor_real_size(void) { return 0; }

#endif
