import { describe, expect, it } from 'vitest';
import { NO_HANDLE, Status } from '../../src/chain/block-index.ts';
import { decodeHeader, encodeBlock, outpointKey } from '../../src/consensus/encoding.ts';
import { hashFromBytes, headerHash } from '../../src/consensus/hash.ts';
import type { Block } from '../../src/consensus/types.ts';
import { fromHex, toHex } from '../../src/util/bytes.ts';
import { ChainDriver } from '../support/chain-driver.ts';
import { Oracle, type Place } from './oracle.ts';
import { type Offered, RandomChain } from './random-chain.ts';

const FIRST_SEED = 3_000;
const CHAINS = 1_000;
const CHAINS_AT_ONCE = 25;
const BLOCKS = 26;
/** Blocks on top of an untried one until it must be tried: those before it are soon outweighed. */
const GROWTH_MAX = 60;

const tally = { valid: 0, invalid: 0, reorganisations: 0, payments: 0 };
/** How often each rule was broken, in the oracle's words. */
const rules = new Map<string, number>();

const display = (hash: string) => hashFromBytes(fromHex(hash));
const wire = (hash: string) => toHex(fromHex(hash).reverse());

function oracleOf({ lab }: RandomChain, halvingInterval = lab.params.halvingInterval): Oracle {
  return new Oracle({
    genesis: encodeBlock(lab.genesis),
    spacing: lab.params.targetSpacingSeconds,
    halvingInterval,
    easiestBits: 0x207fffff,
  });
}

function coinsOf({ chain }: ChainDriver): string[] {
  const coins = Array.from(chain.coins.entries(), ([key, coin]) =>
    [key, coin.value, coin.height, coin.coinbase, toHex(coin.scriptPubKey)].join(' '),
  );
  return coins.sort();
}

function coinsAt(place: Place): string[] {
  const coins = Array.from(place.coins, ([key, coin]) => {
    const vout = Buffer.from(key, 'hex').readUInt32LE(32);
    const outpoint = outpointKey({ txid: display(key.slice(0, 64)), vout });
    return [outpoint, coin.value, coin.height, coin.coinbase, toHex(coin.script)].join(' ');
  });
  return coins.sort();
}

class Trial {
  private readonly chain: RandomChain;
  private readonly offered: Offered[] = [];
  private readonly driver: ChainDriver;
  private readonly oracle: Oracle;

  constructor(seed: number, halvingInterval?: number) {
    this.chain = new RandomChain(seed);
    const { genesis, params } = this.chain.lab;
    this.driver = new ChainDriver(params, genesis);
    this.oracle = oracleOf(this.chain, halvingInterval);
  }

  run(): void {
    for (let left = BLOCKS; left > 0; left -= 1) this.compare(this.chain.next());
    this.compareCoins();
    for (const { block } of this.offered.slice()) this.growOn(block);
    this.compareCoins();
    for (const { block } of this.offered) {
      const isValid = this.oracle.places.has(wire(headerHash(block.header)));
      expect((this.statusOf(block) & Status.connected) > 0).toBe(isValid);
    }
  }

  /** A valid block is always accepted; a bad one may wait on a side branch until it is heavy. */
  private compare(offer: Offered): void {
    const before = this.driver.tip;
    const verdict = this.driver.offer(offer.bytes, offer.nowSeconds);
    const opinion = this.oracle.judge(offer.bytes, offer.nowSeconds);
    this.offered.push(offer);
    if (opinion === 'valid') {
      expect(verdict).toBe('accepted');
      this.chain.learn(offer.block);
    } else if (verdict === 'accepted') {
      expect(this.statusOf(offer.block) & Status.connected).toBe(0);
    }
    expect(this.driver.tip).toBe(display(this.oracle.tip.hash));
    count(opinion, offer);
    if (this.driver.tip === before || offer.block.header.previousHash === before) return;
    tally.reorganisations += 1;
    this.compareCoins();
  }

  private compareCoins(): void {
    expect(coinsOf(this.driver)).toEqual(coinsAt(this.oracle.tip));
  }

  /** A branch is judged as soon as it has most work. */
  private growOn(block: Block): void {
    let top = block;
    for (let left = GROWTH_MAX; left > 0 && this.isUntried(block); left -= 1) {
      const offer = this.chain.grow(top);
      this.compare(offer);
      top = offer.block;
    }
    expect(this.isUntried(block)).toBe(false);
  }

  /** All its bodies are here, and no branch through it was ever the heaviest. */
  private isUntried(block: Block): boolean {
    const judged = Status.connected | Status.failed;
    return (this.statusOf(block) & (Status.linked | judged)) === Status.linked;
  }

  private statusOf({ header }: Block): number {
    const { index } = this.driver.chain;
    const handle = index.find(headerHash(header));
    return handle === NO_HANDLE ? 0 : index.status(handle);
  }
}

function count(opinion: string, { block }: Offered): void {
  const rule = opinion.split(':')[0]!;
  rules.set(rule, (rules.get(rule) ?? 0) + 1);
  tally[opinion === 'valid' ? 'valid' : 'invalid'] += 1;
  if (opinion === 'valid') tally.payments += block.transactions.length - 1;
}

/** All headers first, then the bodies, shuffled: the tip has the same work, and its own coins. */
function tellInDisorder(seed: number): void {
  const chain = new RandomChain(seed);
  const offered: Offered[] = [];
  const draft = oracleOf(chain);
  for (let left = BLOCKS; left > 0; left -= 1) {
    const offer = chain.next();
    offered.push(offer);
    if (draft.judge(offer.bytes, offer.nowSeconds) === 'valid') chain.learn(offer.block);
  }
  const driver = new ChainDriver(chain.lab.params, chain.lab.genesis);
  const oracle = oracleOf(chain);
  const nowSeconds = offered.at(-1)!.nowSeconds;
  for (const { bytes } of offered) {
    oracle.judge(bytes, nowSeconds);
    if (bytes.length >= 80) driver.offerHeader(decodeHeader(bytes.slice(0, 80)), nowSeconds);
  }
  for (const { bytes } of chain.random.shuffle(offered)) driver.offer(bytes, nowSeconds);
  expect(driver.work).toBe(oracle.tip.work);
  expect(coinsOf(driver)).toEqual(coinsAt(oracle.places.get(wire(driver.tip))!));
}

function forSeeds(first: number, tell: (seed: number) => void): void {
  for (let seed = first; seed < first + CHAINS_AT_ONCE; seed += 1) {
    try {
      tell(seed);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}

function seedsFrom(first: number, chains: number): number[] {
  return Array.from({ length: chains / CHAINS_AT_ONCE }, (_, at) => first + at * CHAINS_AT_ONCE);
}

describe(`the chain and an independent replay, from seed ${FIRST_SEED}`, () => {
  it.each(seedsFrom(FIRST_SEED, CHAINS))(
    'agree on every block, tip and coin of 25 histories from seed %d',
    (first) => forSeeds(first, (seed) => new Trial(seed).run()),
  );

  it('have seen every kind of failure, forks and payments', () => {
    expect(tally.valid).toBeGreaterThan(20_000);
    expect(tally.invalid).toBeGreaterThan(5_000);
    expect(tally.reorganisations).toBeGreaterThan(1_000);
    expect(tally.payments).toBeGreaterThan(1_000);
    expect(rules.size).toBeGreaterThan(35);
  });

  it.each(seedsFrom(FIRST_SEED + CHAINS, 150))(
    'agree when the bodies of 25 histories from seed %d come in any order',
    (first) => forSeeds(first, tellInDisorder),
  );

  it('disagree as soon as one of them has another rule', () => {
    const tell = () => forSeeds(FIRST_SEED, (seed) => new Trial(seed, 9).run());
    expect(tell).toThrow(/^seed 300\d$/);
  });
});
