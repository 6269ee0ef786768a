// What Swift does not let a program do on the host: fork, and start programs with a list of descriptors.
#pragma once
#include <sys/types.h>

pid_t host_fork(void);

// Starts a program whose descriptors 0, 1, … are these (-1: none). `group` is -1 for the caller's process group, 0 for a new one.
// Returns 0, or an errno.
int host_spawn(const char *path, char *const arguments[], char *const environment[], const int *descriptors, int count,
               int group, pid_t *process);
