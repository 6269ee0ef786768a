#pragma once
// What Swift cannot express: port and processor instructions, and names that the assembly and the linker define.
#ifdef GUEST
#include "ports.h"
#include "processor.h"
#include "traps.h"
#include "threads.h"
#include "start.h"
#include "provoke.h"
#endif
