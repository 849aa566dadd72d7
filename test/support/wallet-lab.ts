/** Wallets for tests: accounts of known words, scripts derived once, coins out of nothing. */

import { hashFromBytes } from '../../src/consensus/hash.ts';
import type { Random } from '../../src/util/random.ts';
import type { Surroundings, WalletCoin } from '../../src/wallet/draft.ts';
import {
  type AccountKey,
  accountScripts,
  CHANGE,
  deriveAccount,
  type KeyPlace,
  RECEIVE,
  type ScriptSource,
  seedFromWords,
} from '../../src/wallet/keys.ts';

export const ACCOUNT: AccountKey = deriveAccount(
  seedFromWords(
    'abandon abandon abandon abandon abandon abandon abandon abandon '.concat(
      'abandon abandon abandon about',
    ),
  ),
);

/** Derivation is the dear part of every wallet test, so each script is derived once. */
export function rememberedScripts(source: ScriptSource): ScriptSource {
  const known = new Map<string, Uint8Array>();
  return {
    script(place) {
      const key = `${place.chain}/${place.index}`;
      const script = known.get(key) ?? source.script(place);
      known.set(key, script);
      return script;
    },
  };
}

export const SCRIPTS = rememberedScripts(accountScripts(ACCOUNT));

/** A script that nobody here has the key of. */
export function foreignScript(random: Random): Uint8Array {
  return Uint8Array.of(0x51, 0x20, ...random.bytes(32));
}

/** A confirmed coin of this value, on one of the first eight keys of either chain. */
export function coinOf(random: Random, value: number): WalletCoin {
  const chain = random.below(2) === 0 ? RECEIVE : CHANGE;
  const place: KeyPlace = { chain, index: random.below(8) };
  return {
    outpoint: { txid: hashFromBytes(random.bytes(32)), vout: random.below(4) },
    value,
    scriptPubKey: SCRIPTS.script(place),
    place,
    height: 1,
    coinbase: false,
  };
}

export function surroundings(random: Random, tipHeight = 500): Surroundings {
  return { changeScript: SCRIPTS.script({ chain: CHANGE, index: 9 }), tipHeight, random };
}
