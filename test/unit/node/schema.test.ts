import { describe, expect, it } from 'vitest';
import { Status } from '../../../src/chain/block-index.ts';
import { Chain } from '../../../src/chain/chain.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import type { StoreTable, StoreWrite } from '../../../src/node/ports.ts';
import { seal } from '../../../src/node/schema-record.ts';
import { Random } from '../../../src/util/random.ts';
import { pay } from '../../support/blocks.ts';
import { payment } from '../../support/block-lab.ts';
import { ChainBuilder, REWARD, rewardOf } from '../../support/chain-builder.ts';
import {
  factsOf,
  replay,
  restoreFrom,
  StoredChain,
  type Tables,
} from '../../support/stored-chain.ts';

const MATURITY = 30;
const builder = new ChainBuilder();
const { genesis } = builder;

/** A chain with payments, a branch that lost, and one that won late: one batch for each step. */
function makeHistory(): StoredChain {
  const stored = new StoredChain(builder);
  const early = builder.run(genesis, MATURITY + 6);
  for (const block of early) {
    stored.offer(block);
    stored.flush();
  }
  const tip = early.at(-1)!;
  const left = extend(tip, [spendOf(early[0]!, 3), spendOf(early[1]!, 1)]);
  const right = extend(tip, [spendOf(early[0]!, 2), spendOf(early[2]!, 2)]);
  const onRight = builder.run(right, 2);
  stored.offer(left);
  stored.flush();
  stored.offer(right);
  stored.flush();
  stored.offer(...onRight);
  stored.flush();
  return stored;
}

function extend(parent: Block, transactions: Parameters<typeof payment>[]): Block {
  return builder.mine(parent, { transactions: transactions.map((each) => payment(...each)) });
}

/** The reward of a block, split into so many outputs. */
function spendOf(block: Block, outputs: number): Parameters<typeof payment> {
  const value = Math.floor(REWARD / outputs);
  const funds = { prevout: rewardOf(block), output: pay(REWARD) };
  return [[funds], Array.from({ length: outputs }, () => pay(value))];
}

const history = makeHistory();
const { batches, facts } = history;

describe('a stored chain', () => {
  it('comes back with its tip, coins, branches and statuses', () => {
    const again = new StoredChain(builder, batches);
    expect(factsOf(again.chain)).toBe(facts.at(-1));
    expect(again.repaired).toBeUndefined();
    const [was, is] = [history.chain.index, again.chain.index];
    expect(is.size).toBe(was.size);
    for (let handle = 0; handle < was.size; handle += 1) {
      expect(is.hash(handle)).toBe(was.hash(handle));
      expect(is.status(handle)).toBe(was.status(handle));
      expect(is.chainWork(handle)).toBe(was.chainWork(handle));
      expect(is.find(was.hash(handle))).toBe(handle);
    }
    expect(new Map(again.chain.coins.entries())).toEqual(new Map(history.chain.coins.entries()));
  });

  it('has every body and all undo data, of whichever branch', () => {
    const again = new StoredChain(builder, batches);
    const { index } = again.chain;
    for (let handle = 1; handle < index.size; handle += 1) {
      const { block, bytes } = history.chain.bodies.get(handle)!;
      expect(again.readBody(handle)).toEqual(bytes);
      expect(encodeBlock(block)).toEqual(bytes);
      if (index.has(handle, Status.connected)) {
        expect(again.readUndo(handle)).toEqual(history.chain.undo.get(handle)!.bytes);
      }
    }
  });

  it('goes on after it came back, also across a fork below', () => {
    const again = new StoredChain(builder, batches);
    const fork = history.chain.bodies.get(history.chain.activeAt(MATURITY))!.block;
    const better = builder.run(fork, 12);
    again.offer(...better);
    again.flush();
    expect(again.tip).toBe(headerHash(better.at(-1)!.header));
    const straight = new StoredChain(builder);
    straight.offer(...builderBranch(fork), ...better);
    expect(factsOf(again.chain)).toBe(factsOf(straight.chain));
    expect(factsOf(new StoredChain(builder, again.batches).chain)).toBe(factsOf(again.chain));
  });

  it('is the older whole state when any last batches are lost', () => {
    for (let kept = 1; kept <= batches.length; kept += 1) {
      const again = new StoredChain(builder, batches.slice(0, kept));
      expect(again.repaired).toBeUndefined();
      expect(factsOf(again.chain)).toBe(facts[kept - 1]);
    }
  });

  it('is nothing in an empty store', () => {
    expect(restoreFrom(replay([]), builder)).toEqual({ kind: 'empty' });
    const foreign: StoreWrite = { put: ['meta', 'somebody else’s', Uint8Array.of(1)] };
    expect(restoreFrom(replay([[foreign]]), builder)).toEqual({ kind: 'empty' });
  });

  it('of another room is left alone', () => {
    const other = new ChainBuilder('11'.repeat(16));
    expect(restoreFrom(replay(batches), other)).toEqual({ kind: 'other-room' });
  });
});

describe('damage', () => {
  /** What the chain is after the damage, and again after it has written and come back. */
  function survive(spoil: (tables: Tables) => void): StoredChain {
    const tables = replay(batches);
    spoil(tables);
    const after = new StoredChain(builder, [writesOf(tables)]);
    after.settle();
    after.flush();
    const again = new StoredChain(builder, after.batches);
    if (after.facts.length > 0) expect(again.repaired).toBeUndefined();
    expect(factsOf(again.chain)).toBe(factsOf(after.chain));
    return after;
  }

  it.each(['coins', 'headers', 'meta'] as const)(
    'in any record of %s is noticed, and never gives a wrong balance',
    (table) => {
      for (const key of replay(batches)[table].keys()) {
        if (key === 'schema') continue;
        const after = survive((tables) => flip(tables, table, key));
        expect(after.repaired).toMatch(/damaged|rebuilt/);
        const known = [factsOf(new StoredChain(builder).chain), ...facts];
        expect(known).toContain(factsOf(after.chain));
      }
    },
  );

  it('of the coins is repaired from the bodies', () => {
    const after = survive((tables) => tables.coins.clear());
    expect(after.repaired).toBe(
      'The stored coins did not match the tip; they are rebuilt from the stored blocks.',
    );
    expect(factsOf(after.chain)).toBe(facts.at(-1));
  });

  it('of a coin too many or too few is noticed by the count', () => {
    for (const [key] of replay(batches).coins) {
      const after = survive((tables) => tables.coins.delete(key));
      expect(after.repaired).toBeDefined();
      expect(factsOf(after.chain)).toBe(facts.at(-1));
    }
  });

  it('of a tip that points nowhere leads back to genesis and up again', () => {
    const after = survive((tables) => {
      const other = new StoredChain(builder);
      other.offer(...builder.run(genesis, 60));
      other.flush();
      tables.meta.set('state', other.tables.meta.get('state')!);
    });
    expect(after.repaired).toBeDefined();
    expect(factsOf(after.chain)).toBe(facts.at(-1));
  });

  it('of the last page of headers keeps the pages before', () => {
    const after = survive((tables) => flip(tables, 'headers', 1));
    expect(after.chain.index.size).toBe(32);
    expect(after.chain.height).toBe(31);
    expect(after.repaired).toContain('headers');
  });

  it('of a body or of undo data reads as nothing', () => {
    const tables = replay(batches);
    for (const table of ['bodies', 'undo'] as const) {
      for (const record of tables[table].values()) record.fill(0x20);
    }
    const again = new StoredChain(builder, [writesOf(tables)]);
    const { index } = again.chain;
    for (let handle = 1; handle < index.size; handle += 1) {
      expect(again.readBody(handle)).toBeUndefined();
      if (again.records.undoRecord(handle)) expect(again.readUndo(handle)).toBeUndefined();
    }
  });

  it('that swaps two sound records is noticed', () => {
    const after = survive(({ headers }) => {
      const [first, second] = [headers.get(0)!, headers.get(1)!];
      headers.set(0, second).set(1, first);
    });
    expect(after.chain.height).toBe(0);
    const tables = replay(batches);
    const [first, second] = [...tables.bodies.keys()];
    const [left, right] = [tables.bodies.get(first!)!, tables.bodies.get(second!)!];
    tables.bodies.set(first!, right).set(second!, left);
    const again = new StoredChain(builder, [writesOf(tables)]);
    expect(again.readBody(1)).toBeUndefined();
  });

  it('under a right seal never throws, and never gives other coins than the tip’s', () => {
    const seed = 20;
    const random = new Random(seed);
    const whole = replay(batches);
    for (let round = 0; round < 1_000; round += 1) {
      const tables = replay([writesOf(whole)]);
      const table = (['meta', 'headers', 'coins'] as const)[random.below(3)]!;
      const keys = [...tables[table].keys()];
      const key = keys[random.below(keys.length)]!;
      tables[table].set(key, spoilAndSeal(tables[table].get(key)!, key, random));
      const restored = restoreFrom(tables, builder);
      if (restored.kind !== 'restored') continue;
      const chain = new Chain(builder.params, genesis, restored.chain);
      const isTip = facts.at(-1)!.endsWith(`${chain.coins.size} ${chain.coins.checksum}`);
      expect(isTip || chain.height === 0, `seed ${seed}, round ${round}`).toBe(true);
    }
  });

  it('by half a batch on top is cut off or rebuilt', () => {
    for (let kept = 1; kept < batches.length; kept += 1) {
      const next = batches[kept]!;
      for (let torn = 1; torn < next.length; torn += 1) {
        const again = new StoredChain(builder, [...batches.slice(0, kept), next.slice(0, torn)]);
        again.settle();
        expect(facts.slice(kept - 1, kept + 1)).toContain(factsOf(again.chain));
      }
    }
  });
});

function flip(tables: Tables, table: StoreTable, key: string | number): void {
  const record = tables[table].get(key)!;
  record[record.length >> 1]! ^= 4;
}

function spoilAndSeal(record: Uint8Array, key: string | number, random: Random): Uint8Array {
  const bytes = record.slice(0, -4);
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    bytes[random.below(bytes.length)] = random.below(256);
  }
  const cut = random.below(8) === 0 ? bytes.slice(0, random.below(bytes.length)) : bytes;
  return seal(cut, typeof key === 'number' ? key : 0);
}

function writesOf(tables: Tables): StoreWrite[] {
  return Object.entries(tables).flatMap(([table, records]) =>
    Array.from(records, ([key, value]): StoreWrite => ({ put: [table as StoreTable, key, value] })),
  );
}

/** The blocks of the first branch up to `tip`. */
function builderBranch(tip: Block): Block[] {
  const handle = history.handleOf(tip);
  const blocks: Block[] = [];
  for (let at = handle; at > 0; at = history.chain.index.parent(at)) {
    blocks.push(history.chain.bodies.get(at)!.block);
  }
  return blocks.reverse();
}

describe('a schema of another version', () => {
  it('from the future is refused', () => {
    const version = seal(Uint8Array.of(2, 0, 0, 0));
    const future: StoreWrite = { put: ['meta', 'schema', version] };
    const restored = restoreFrom(replay([...batches, [future]]), builder);
    expect(restored).toEqual({ kind: 'future-schema', version: 2 });
  });
});
