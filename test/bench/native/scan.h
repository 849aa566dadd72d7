/*
 * What the native miners have in common: SHA-256's constants, a job, and a conversation. A program
 * proves itself on Bitcoin's first block; then, for each line that it reads, it searches for a
 * quarter of a second and prints its hashes for each second of processor time.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUND_SECONDS 0.25
#define CHUNK (1u << 17)

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static const uint32_t INITIAL[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

struct job {
  /* The state after a header's first 64 bytes, and the three words before its nonce. */
  uint32_t middle[8];
  uint32_t tail[3];
  /* The most significant word of the target. */
  uint32_t limit;
};

/* Nonces from first on whose hash may be low enough: how many, and the last of them. */
static uint32_t scan(const struct job *job, uint32_t first, uint32_t count, uint32_t *hit);

static uint32_t rotate(uint32_t x, int bits) { return x >> bits | x << (32 - bits); }

/* FIPS 180-4, 6.2.2, as it stands there. */
static void compress(uint32_t state[8], const uint32_t block[16]) {
  uint32_t w[64], s[8];
  memcpy(w, block, 64);
  memcpy(s, state, 32);
  for (int t = 16; t < 64; t++) {
    uint32_t x = w[t - 15], y = w[t - 2];
    w[t] = w[t - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) + w[t - 7] +
           (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
  }
  for (int t = 0; t < 64; t++) {
    uint32_t first = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) +
                     ((s[4] & s[5]) ^ (~s[4] & s[6])) + K[t] + w[t];
    uint32_t second = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) +
                      ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    memmove(s + 1, s, 28);
    s[4] += first;
    s[0] = first + second;
  }
  for (int at = 0; at < 8; at++) state[at] += s[at];
}

/* Bitcoin's first block, as the words that SHA-256 reads. */
static const uint32_t FIRST_BLOCK[19] = {
    0x01000000, 0, 0, 0, 0, 0, 0, 0, 0, 0x3ba3edfd, 0x7a7b12b2, 0x7ac72c3e, 0x67768f61, 0x7fc81bc3,
    0x888a5132, 0x3a9fb8aa, 0x4b1e5e4a, 0x29ab5f49, 0xffff001d,
};
#define FIRST_BLOCK_NONCE 2083236893u

static double processor_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

int main(void) {
  static struct job job;
  char line[64];
  uint32_t hit = 0, first = 0;
  memcpy(job.middle, INITIAL, 32);
  compress(job.middle, FIRST_BLOCK);
  memcpy(job.tail, FIRST_BLOCK + 16, 12);
  for (int before = 0; before < 16; before++) {
    uint32_t hits = scan(&job, FIRST_BLOCK_NONCE - before, 16, &hit);
    if (hits != 1 || hit != FIRST_BLOCK_NONCE) return 1;
  }
  puts("ready");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    double started = processor_seconds(), seconds;
    double hashes = 0;
    do {
      scan(&job, first, CHUNK, &hit);
      first += CHUNK;
      hashes += CHUNK;
      seconds = processor_seconds() - started;
    } while (seconds < ROUND_SECONDS);
    printf("%.0f\n", hashes / seconds);
    fflush(stdout);
  }
  return 0;
}
