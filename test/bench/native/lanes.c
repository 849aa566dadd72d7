/*
 * A miner that tries LANES nonces at once, one in each 32-bit lane of a vector. All rounds of both
 * hashes stand one behind the other, so the compiler folds what is constant and lifts what the job
 * alone decides, the first three rounds too, out of the loop.
 */

#include "scan.h"

typedef uint32_t lanes __attribute__((vector_size(4 * LANES)));

#define INLINE static inline __attribute__((always_inline))

INLINE lanes splat(uint32_t word) { return word - (lanes){0}; }
INLINE lanes turn(lanes x, int bits) { return x >> bits | x << (32 - bits); }

/* The state moves by one place each round; here the places do, and the words stay. */
INLINE void round_of(lanes s[8], lanes w[16], int t) {
#define S(at) s[((at) - t) & 7]
  if (t >= 16) {
    lanes x = w[(t + 1) & 15], y = w[(t + 14) & 15];
    w[t & 15] += (turn(x, 7) ^ turn(x, 18) ^ x >> 3) + w[(t + 9) & 15] +
                 (turn(y, 17) ^ turn(y, 19) ^ y >> 10);
  }
  lanes first = S(7) + (turn(S(4), 6) ^ turn(S(4), 11) ^ turn(S(4), 25)) +
                (S(6) ^ (S(4) & (S(5) ^ S(6)))) + (w[t & 15] + K[t]);
  lanes second = (turn(S(0), 2) ^ turn(S(0), 13) ^ turn(S(0), 22)) +
                 (S(1) ^ ((S(0) ^ S(1)) & (S(1) ^ S(2))));
  S(3) += first;
  S(7) = first + second;
#undef S
}

#define ROUNDS_4(t) round_of(s, w, t), round_of(s, w, t + 1), round_of(s, w, t + 2), \
                    round_of(s, w, t + 3)
#define ROUNDS_20(t) ROUNDS_4(t), ROUNDS_4(t + 4), ROUNDS_4(t + 8), ROUNDS_4(t + 12), \
                     ROUNDS_4(t + 16)
#define ROUNDS_60() ROUNDS_20(0), ROUNDS_20(20), ROUNDS_20(40)

static uint32_t scan(const struct job *job, uint32_t first, uint32_t count, uint32_t *hit) {
  lanes middle[8], nonces = splat(first);
  uint32_t hits = 0;
  for (int at = 0; at < 8; at++) middle[at] = splat(job->middle[at]);
  for (int at = 0; at < LANES; at++) nonces[at] += at;
  for (uint32_t done = 0; done < count; done += LANES, nonces += LANES) {
    lanes s[8], h[8];
    lanes swapped = nonces << 24 | (nonces & 0xff00) << 8 | (nonces >> 8 & 0xff00) | nonces >> 24;
    memcpy(s, middle, sizeof s);
    {
      lanes w[16] = {splat(job->tail[0]), splat(job->tail[1]), splat(job->tail[2]), swapped,
                     splat(0x80000000)};
      w[15] = splat(640);
      ROUNDS_60();
      ROUNDS_4(60);
    }
    for (int at = 0; at < 8; at++) h[at] = s[at] + middle[at];
    for (int at = 0; at < 8; at++) s[at] = splat(INITIAL[at]);
    {
      lanes w[16] = {h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7], splat(0x80000000)};
      w[15] = splat(256);
      /* After round 61 the fifth word is what will be the last. */
      ROUNDS_60();
      round_of(s, w, 60);
    }
    /* It was written by round 60 into the place of the fourth: (3 - 60) & 7. */
    lanes top = s[7] + INITIAL[7];
    for (int at = 0; at < LANES; at++) {
      if (__builtin_expect(__builtin_bswap32(top[at]) > job->limit, 1)) continue;
      hits++;
      *hit = nonces[at];
    }
  }
  return hits;
}
