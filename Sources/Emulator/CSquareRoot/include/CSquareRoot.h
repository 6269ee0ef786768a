#pragma once

// Swift's own square root is a call of the C library for arguments that it takes to be negative, and a call costs a fast operation
// its tail call. These are the host's instruction and nothing else; IEEE 754 leaves one result.

static inline double square_root_double(double value) { return __builtin_elementwise_sqrt(value); }
static inline float square_root_float(float value) { return __builtin_elementwise_sqrt(value); }
