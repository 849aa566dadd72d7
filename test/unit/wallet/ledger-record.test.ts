import { describe, expect, it } from 'vitest';
import type { Hash } from '../../../src/consensus/types.ts';
import { Random } from '../../../src/util/random.ts';
import { historyRows } from '../../../src/wallet/history.ts';
import { type KeyPlace, RECEIVE } from '../../../src/wallet/keys.ts';
import { Ledger } from '../../../src/wallet/ledger.ts';
import {
  decodeLedger,
  encodeChanges,
  ENTRIES_PER_PAGE,
  scriptsOf,
} from '../../../src/wallet/ledger-record.ts';
import { sealRecord } from '../../../src/wallet/record.ts';
import { WatchedKeys } from '../../../src/wallet/watched-keys.ts';
import { outpoint, spend } from '../../support/blocks.ts';
import { refusal } from '../../support/refusal.ts';
import { freshLedger, MATURITY, OWNER, SOURCE } from '../../support/wallet-world.ts';

const SEED = 64;
const opening = { owner: OWNER, source: SOURCE, coinbaseMaturity: MATURITY };

function receive(ledger: Ledger, seed: number): void {
  const scriptPubKey = SOURCE.script({ chain: RECEIVE, index: seed % 20 });
  ledger.transactionSeen(spend([outpoint(seed)], [{ value: 1_000, scriptPubKey }]), seed);
}

function ledgerOf(payments: number): Ledger {
  const ledger = freshLedger();
  for (let seed = 1; seed <= payments; seed += 1) receive(ledger, seed);
  return ledger;
}

function recordsOf(ledger: Ledger): Map<string, Uint8Array> {
  return new Map(encodeChanges(ledger, OWNER).map(({ name, bytes }) => [name, bytes]));
}

describe('the records of a ledger', () => {
  it('hold all of it', () => {
    const ledger = ledgerOf(150);
    const opened = decodeLedger(recordsOf(ledger), opening);
    expect(historyRows(opened)).toEqual(historyRows(ledger));
    expect([opened.tip, opened.balances()]).toEqual([ledger.tip, ledger.balances()]);
  });

  it('are pages, of which one payment more rewrites one', () => {
    const ledger = ledgerOf(150);
    const names = encodeChanges(ledger, OWNER).map(({ name }) => name);
    expect(names).toEqual(['head', 'receive-0', 'change-0', 'entries-0', 'entries-1', 'entries-2']);
    receive(ledger, 151);
    const next = encodeChanges(ledger, OWNER, scriptsOf(ledger)).map(({ name }) => name);
    expect(next).toEqual(['head', 'entries-2']);
    const none = encodeChanges(ledger, OWNER, scriptsOf(ledger)).map(({ name }) => name);
    expect(none).toEqual(['head']);
    expect(ENTRIES_PER_PAGE).toBe(64);
  });

  it('hold scripts in pages of 256, of which those that grew are written again', () => {
    const script = ({ chain, index }: KeyPlace) =>
      Uint8Array.of(0x51, 0x20, chain, index >> 8, index & 255, ...new Uint8Array(29));
    const keys = new WatchedKeys({ script });
    const ledger = new Ledger({ keys, tip: freshLedger().tip, coinbaseMaturity: MATURITY });
    keys.markSeen({ chain: RECEIVE, index: 600 });
    const records = recordsOf(ledger);
    const names = ['head', 'receive-0', 'receive-1', 'receive-2', 'change-0'];
    expect([...records.keys()]).toEqual(names);
    const before = scriptsOf(ledger);
    keys.markSeen({ chain: RECEIVE, index: 620 });
    const grown = encodeChanges(ledger, OWNER, before);
    expect(grown.map(({ name }) => name)).toEqual(['head', 'receive-2']);
    for (const { name, bytes } of grown) records.set(name, bytes);
    const opened = decodeLedger(records, { ...opening, source: { script } });
    expect(opened.keys.stored(RECEIVE)).toEqual(keys.stored(RECEIVE));
    expect(opened.keys.find(script({ chain: RECEIVE, index: 640 }))?.index).toBe(640);
  });

  it('may be those of a wallet that never saw a payment', () => {
    expect(historyRows(decodeLedger(recordsOf(freshLedger()), opening))).toEqual([]);
  });

  it(`are refused when any byte of any is not as it was, from seed ${SEED}`, () => {
    const random = new Random(SEED);
    const records = recordsOf(ledgerOf(70));
    for (const [name, bytes] of records) {
      for (let tries = 0; tries < 60; tries += 1) {
        const at = random.below(bytes.length);
        const rotten = bytes.with(at, bytes[at]! ^ (1 << random.below(8)));
        const verdict = refusal(() => decodeLedger(new Map(records).set(name, rotten), opening));
        expect([name, verdict]).toEqual([name, 'codec:wallet-record-damaged']);
        const cut = new Map(records).set(name, bytes.subarray(0, at));
        const verdictOnCut = refusal(() => decodeLedger(cut, opening));
        expect([name, verdictOnCut]).toEqual([name, 'codec:wallet-record-damaged']);
      }
    }
  });

  it('are refused when one is missing, and never taken for an empty wallet', () => {
    const records = recordsOf(ledgerOf(70));
    for (const name of records.keys()) {
      const fewer = new Map(records);
      fewer.delete(name);
      const verdict = refusal(() => decodeLedger(fewer, opening));
      expect([name, verdict]).toEqual([name, 'codec:wallet-record-missing']);
    }
    expect(refusal(() => decodeLedger(new Map(), opening))).toBe('codec:wallet-record-missing');
  });

  it('are refused in each other’s place', () => {
    const records = recordsOf(ledgerOf(70));
    const swapped = new Map(records)
      .set('entries-0', records.get('entries-1')!)
      .set('entries-1', records.get('entries-0')!);
    expect(refusal(() => decodeLedger(swapped, opening))).toBe('codec:wallet-record-damaged');
  });

  it('of another room or of other words are told to be foreign', () => {
    const records = recordsOf(ledgerOf(3));
    const room = { ...OWNER, genesisHash: 'ab'.repeat(32) as Hash };
    const words = { ...OWNER, xpub: `${OWNER.xpub.slice(0, -1)}x` };
    for (const owner of [room, words]) {
      const verdict = refusal(() => decodeLedger(records, { ...opening, owner }));
      expect(verdict).toBe('codec:wallet-record-foreign');
    }
  });

  it('with sound checksums and states that no ledger has are refused', () => {
    const records = recordsOf(ledgerOf(1));
    const page = records.get('entries-0')!;
    // Behind count, sequence and time stands the state, and why where it was dropped.
    const place = `entries-0 ${OWNER.genesisHash} ${OWNER.xpub}`;
    for (const [state, ...rest] of [[5], [4, 5], [255]]) {
      const content = page.slice(1, -4);
      content.set([state!, ...rest], 1 + 4 + 8);
      const forged = new Map(records).set('entries-0', sealRecord(place, content));
      expect(refusal(() => decodeLedger(forged, opening))).toBe('codec:wallet-record-state');
    }
  });

  it('of which one is of an older writing do not fit together', () => {
    const ledger = ledgerOf(64);
    const records = recordsOf(ledger);
    receive(ledger, 65);
    const next = encodeChanges(ledger, OWNER, scriptsOf(ledger));
    const torn = new Map(records).set('head', next.find(({ name }) => name === 'head')!.bytes);
    expect(refusal(() => decodeLedger(torn, opening))).toBe('codec:wallet-record-missing');
  });
});
