/*
 * The same sweeps as src/exact, written plainly in C on compressed rows, as a yardstick: cc -O2 sweep.c -lm
 *
 *     ./a.out MODEL SWEEPS DISCOUNT
 *
 * MODEL is a file of 32-bit numbers: states, rows, branches; rowStart[states + 1], branchStart[rows + 1], successor[branches];
 * then of doubles: probability[branches], reward[rows]. Prints three lines: seconds for SWEEPS undiscounted Jacobi sweeps;
 * seconds and sweeps until the discounted values are known to 2^-36 of the largest (MacQueen 1966, Porteus 1971); bytes read
 * in a second by summing 256 MiB.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint32_t states, rows, branches, *row_start, *branch_start, *successor;
static double *probability, *reward;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static void *part(FILE *file, size_t size, size_t count) {
  void *data = malloc(size * count);
  if (data == NULL || fread(data, size, count, file) != count) exit(1);
  return data;
}

/* One Jacobi sweep; the range of the changes. */
static void sweep(const double *values, double *next, double discount, double *low, double *high) {
  *low = INFINITY;
  *high = -INFINITY;
  for (uint32_t state = 0; state < states; state++) {
    double best = -INFINITY;
    for (uint32_t row = row_start[state]; row < row_start[state + 1]; row++) {
      double sum = 0;
      for (uint32_t b = branch_start[row]; b < branch_start[row + 1]; b++) sum += probability[b] * values[successor[b]];
      double q = reward[row] + discount * sum;
      if (q > best) best = q;
    }
    next[state] = best;
    double change = best - values[state];
    if (change < *low) *low = change;
    if (change > *high) *high = change;
  }
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  FILE *file = fopen(argv[1], "rb");
  if (file == NULL) return 1;
  uint32_t *sizes = part(file, 4, 3);
  states = sizes[0], rows = sizes[1], branches = sizes[2];
  row_start = part(file, 4, states + 1);
  branch_start = part(file, 4, rows + 1);
  successor = part(file, 4, branches);
  probability = part(file, 8, branches);
  reward = part(file, 8, rows);
  int count = atoi(argv[2]);
  double discount = atof(argv[3]), low, high;
  double *values = calloc(states, 8), *next = calloc(states, 8), *swap;

  double begin = seconds();
  for (int k = 0; k < count; k++) {
    sweep(values, next, 1, &low, &high);
    swap = values, values = next, next = swap;
  }
  printf("%.6f %g\n", seconds() - begin, values[0]);

  for (uint32_t state = 0; state < states; state++) values[state] = 0;
  begin = seconds();
  int sweeps = 0;
  double most;
  do {
    sweep(values, next, discount, &low, &high);
    swap = values, values = next, next = swap;
    sweeps++;
    most = 0;
    for (uint32_t state = 0; state < states; state++) most = fmax(most, fabs(values[state]));
  } while ((high - low) * discount / (1 - discount) > most * 0x1p-36);
  printf("%.6f %d\n", seconds() - begin, sweeps);

  size_t length = (size_t)1 << 25;
  double *data = malloc(8 * length), fastest = INFINITY, total = 0;
  for (size_t k = 0; k < length; k++) data[k] = k;
  for (int round = 0; round < 5; round++) {
    begin = seconds();
    double sums[8] = {0};
    for (size_t k = 0; k < length; k += 8)
      for (int j = 0; j < 8; j++) sums[j] += data[k + j];
    for (int j = 0; j < 8; j++) total += sums[j];
    fastest = fmin(fastest, seconds() - begin);
  }
  printf("%.0f %g\n", 8 * length / fastest, total);
  return 0;
}
