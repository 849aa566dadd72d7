import { describe, expect, it } from 'vitest';
import type { Hash } from '../../../src/consensus/types.ts';
import { Random } from '../../../src/util/random.ts';
import { historyRows } from '../../../src/wallet/history.ts';
import { RECEIVE } from '../../../src/wallet/keys.ts';
import type { Ledger } from '../../../src/wallet/ledger.ts';
import {
  decodeLedger,
  encodeChanges,
  ENTRIES_PER_PAGE,
  scriptsOf,
} from '../../../src/wallet/ledger-record.ts';
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

  it('of which one is of an older writing do not fit together', () => {
    const ledger = ledgerOf(64);
    const records = recordsOf(ledger);
    receive(ledger, 65);
    const next = encodeChanges(ledger, OWNER, scriptsOf(ledger));
    const torn = new Map(records).set('head', next.find(({ name }) => name === 'head')!.bytes);
    expect(refusal(() => decodeLedger(torn, opening))).toBe('codec:wallet-record-missing');
  });
});
