/* Signatures a second by libsecp256k1 as the system has it: the limit for one core. */

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <secp256k1.h>
#include <secp256k1_schnorrsig.h>

#define KEYS 256
#define CHECKS 40000

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

int main(void) {
  static unsigned char keys[KEYS][32], messages[KEYS][32], signatures[KEYS][64];
  secp256k1_context *context =
      secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY);
  secp256k1_xonly_pubkey key;
  secp256k1_keypair pair;
  int good = 1;
  for (int at = 0; at < KEYS; at++) {
    unsigned char secret[32];
    memset(secret, at % 100 + 1, 32);
    memset(messages[at], at, 32);
    good &= secp256k1_keypair_create(context, &pair, secret);
    good &= secp256k1_keypair_xonly_pub(context, &key, NULL, &pair);
    good &= secp256k1_xonly_pubkey_serialize(context, keys[at], &key);
    good &= secp256k1_schnorrsig_sign32(context, signatures[at], messages[at], &pair, NULL);
  }
  double started = seconds();
  for (int check = 0; check < CHECKS; check++) {
    int at = check % KEYS;
    good &= secp256k1_xonly_pubkey_parse(context, &key, keys[at]);
    good &= secp256k1_schnorrsig_verify(context, signatures[at], messages[at], 32, &key);
  }
  printf("%.0f\n", CHECKS / (seconds() - started));
  return good ? 0 : 1;
}
