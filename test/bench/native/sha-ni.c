/*
 * A miner by the processor's own instructions for SHA-256 (Intel SHA extensions), two nonces at a
 * time, since each of these instructions waits for the one before it.
 */

#include <immintrin.h>
#include "scan.h"

#define STREAMS 2
#define EACH for (int at = 0; at < STREAMS; at++)

/* A state as the instructions want it: a, b, e, f and c, d, g, h, the first in the highest lane. */
struct halves {
  __m128i abef, cdgh;
};

static struct halves halves_of(const uint32_t s[8]) {
  return (struct halves){_mm_set_epi32(s[0], s[1], s[4], s[5]),
                         _mm_set_epi32(s[2], s[3], s[6], s[7])};
}

/* Pairs of rounds up to `pairs`; each message block as four vectors of four words. */
static inline __attribute__((always_inline)) void run(struct halves s[STREAMS],
                                                      __m128i w[STREAMS][4], int pairs) {
#pragma GCC unroll 16
  for (int t = 0; t < 16; t++) {
    __m128i k = _mm_loadu_si128((const __m128i *)(K + 4 * t)), sum[STREAMS];
    if (t >= 4) EACH {
      __m128i *m = w[at];
      __m128i seventh = _mm_alignr_epi8(m[(t + 3) & 3], m[(t + 2) & 3], 4);
      __m128i early = _mm_add_epi32(_mm_sha256msg1_epu32(m[t & 3], m[(t + 1) & 3]), seventh);
      m[t & 3] = _mm_sha256msg2_epu32(early, m[(t + 3) & 3]);
    }
    EACH sum[at] = _mm_add_epi32(w[at][t & 3], k);
    EACH s[at].cdgh = _mm_sha256rnds2_epu32(s[at].cdgh, s[at].abef, sum[at]);
    if (2 * t + 1 >= pairs) return;
    EACH s[at].abef =
        _mm_sha256rnds2_epu32(s[at].abef, s[at].cdgh, _mm_shuffle_epi32(sum[at], 0x0e));
  }
}

static uint32_t scan(const struct job *job, uint32_t first, uint32_t count, uint32_t *hit) {
  const struct halves middle = halves_of(job->middle), initial = halves_of(INITIAL);
  const __m128i end_of_header = _mm_set_epi32(0, 0, 0, 0x80000000);
  uint32_t hits = 0;
  for (uint32_t done = 0; done < count; done += STREAMS) {
    struct halves s[STREAMS];
    __m128i w[STREAMS][4];
    EACH {
      s[at] = middle;
      w[at][0] = _mm_set_epi32(__builtin_bswap32(first + done + at), job->tail[2], job->tail[1],
                               job->tail[0]);
      w[at][1] = end_of_header;
      w[at][2] = _mm_setzero_si128();
      w[at][3] = _mm_set_epi32(640, 0, 0, 0);
    }
    run(s, w, 32);
    EACH {
      __m128i abef = _mm_add_epi32(s[at].abef, middle.abef);
      __m128i cdgh = _mm_add_epi32(s[at].cdgh, middle.cdgh);
      w[at][0] = _mm_shuffle_epi32(_mm_unpackhi_epi64(abef, cdgh), 0xb1);
      w[at][1] = _mm_shuffle_epi32(_mm_unpacklo_epi64(abef, cdgh), 0xb1);
      w[at][2] = end_of_header;
      w[at][3] = _mm_set_epi32(256, 0, 0, 0);
      s[at] = initial;
    }
    /* After round 62 the last word of the hash stands in f, of the half that was written last. */
    run(s, w, 31);
    EACH {
      uint32_t top = _mm_cvtsi128_si32(s[at].cdgh) + INITIAL[7];
      if (__builtin_expect(__builtin_bswap32(top) > job->limit, 1)) continue;
      hits++;
      *hit = first + done + at;
    }
  }
  return hits;
}
