#pragma once
// The C functions that compiled Swift calls, for the kernel and for programs alike: see runtime.c. Whoever links it provides
// the allocator and `putchar`.
