#define _GNU_SOURCE
#include "HostProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

pid_t host_fork(void) { return fork(); }

int host_spawn(const char *path, char *const arguments[], char *const environment[], const int *descriptors, int count,
               int group, pid_t *process) {
  int copies[32];
  if (count > 32) return EMFILE;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  // Copies out of the way first, so that no descriptor is overwritten before it has been used.
  for (int i = 0; i < count; i++) {
    copies[i] = descriptors[i] < 0 ? -1 : fcntl(descriptors[i], F_DUPFD_CLOEXEC, 100);
    if (copies[i] >= 0) posix_spawn_file_actions_adddup2(&actions, copies[i], i);
    else if (i < 3) posix_spawn_file_actions_addclose(&actions, i);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  if (group >= 0) {
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, group);
  }
  int result = posix_spawn(process, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  for (int i = 0; i < count; i++)
    if (copies[i] >= 0) close(copies[i]);
  return result;
}
