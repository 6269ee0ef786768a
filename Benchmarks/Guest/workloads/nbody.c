// The planets of the Computer Language Benchmarks Game's problem, in our own words: pairwise attraction, symplectic steps.
#include "../workload.h"

enum { BODIES = 5, STEPS = 8000 };
struct body { double x, y, z, vx, vy, vz, mass; };
static struct body bodies[BODIES];

void prepare(void) {}

static void start(void) {
  static const struct body initial[BODIES] = {
    {0, 0, 0, 0, 0, 0, 39.47},
    {4.84, -1.16, -0.10, 0.606, 2.81, -0.02, 0.037},
    {8.34, 4.12, -0.40, -1.01, 1.82, 0.008, 0.011},
    {12.89, -15.11, -0.22, 1.08, 0.868, -0.010, 0.0017},
    {15.37, -25.91, 0.179, 0.979, 0.594, -0.034, 0.0020},
  };
  for (int i = 0; i < BODIES; i++) bodies[i] = initial[i];
}

uint64_t run(void) {
  start();
  for (int step = 0; step < STEPS; step++) {
    const double dt = 0.001;
    for (int i = 0; i < BODIES; i++)
      for (int j = i + 1; j < BODIES; j++) {
        struct body *a = &bodies[i], *b = &bodies[j];
        double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
        double squared = dx * dx + dy * dy + dz * dz;
        double magnitude = dt / (squared * __builtin_sqrt(squared));
        a->vx -= dx * b->mass * magnitude, a->vy -= dy * b->mass * magnitude, a->vz -= dz * b->mass * magnitude;
        b->vx += dx * a->mass * magnitude, b->vy += dy * a->mass * magnitude, b->vz += dz * a->mass * magnitude;
      }
    for (int i = 0; i < BODIES; i++) {
      bodies[i].x += dt * bodies[i].vx, bodies[i].y += dt * bodies[i].vy, bodies[i].z += dt * bodies[i].vz;
    }
  }
  uint64_t sum = 0;
  for (int i = 0; i < BODIES; i++) {
    uint64_t bits;
    __builtin_memcpy(&bits, &bodies[i].x, 8);
    sum = mix(sum, bits);
  }
  return sum;
}
