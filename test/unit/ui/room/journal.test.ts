import { describe, expect, it } from 'vitest';
import type { NodeSnapshot, PeerRow } from '../../../../src/node/api.ts';
import { createJournal } from '../../../../src/ui/room/journal.ts';

const LESSON_EVENTS_MAX = 5_000;

type Part = Partial<Pick<NodeSnapshot, 'height' | 'tip' | 'strip' | 'peers' | 'notices' | 'sync'>>;

function snapshotOf(part: Part = {}): NodeSnapshot {
  const blank = { height: 0, tip: 'aa', strip: [], peers: [], notices: [] };
  return { ...blank, minerName: 'Quiet Fox', slot: 0, ...part } as unknown as NodeSnapshot;
}

function peer(id: number, state: PeerRow['state'] = 'ready'): PeerRow {
  return { id, state, name: `Peer ${id}`, key: `key${id}` } as unknown as PeerRow;
}

function card(hash: string, state: 'active' | 'stale') {
  return { hash, state, height: 7, miner: 'Fox' } as unknown as NodeSnapshot['strip'][number];
}

/** The kinds noted for these snapshots, one second apart. */
function kindsOf(...parts: Part[]): string[] {
  const journal = createJournal();
  for (const [at, part] of parts.entries()) journal.heard(snapshotOf(part), at * 1_000);
  return journal.events().map(({ kind }) => kind);
}

describe('a journal', () => {
  it('begins with who opened the room, and where its chain stood', () => {
    const journal = createJournal();
    journal.heard(snapshotOf({ height: 12 }), 5);
    expect(journal.events()).toEqual([
      { at: 5, kind: 'opened', facts: { height: 12, name: 'Quiet Fox', slot: 0 } },
    ]);
  });

  it('notes each new tip with its miner, but not those of a sync', () => {
    const journal = createJournal();
    journal.heard(snapshotOf(), 0);
    const sync = {} as NonNullable<NodeSnapshot['sync']>;
    journal.heard(snapshotOf({ tip: 'bb', height: 6, sync }), 1);
    journal.heard(snapshotOf({ tip: 'cc', height: 7, strip: [card('cc', 'active')] }), 2);
    journal.heard(snapshotOf({ tip: 'cc', height: 7, strip: [card('cc', 'active')] }), 3);
    expect(journal.events().slice(1)).toEqual([
      { at: 2, kind: 'tip', facts: { height: 7, hash: 'cc', miner: 'Fox' } },
    ]);
  });

  it('notes who came and who left, once they are no strangers', () => {
    expect(
      kindsOf({}, { peers: [peer(1, 'greeting')] }, { peers: [peer(1)] }, { peers: [peer(1)] }, {}),
    ).toEqual(['opened', 'peer-came', 'peer-left']);
  });

  it('notes a block that lost, once', () => {
    const lost = { strip: [card('dd', 'stale')] };
    expect(kindsOf({ strip: [card('dd', 'active')] }, lost, lost)).toEqual(['opened', 'stale']);
  });

  it('notes every notice once, with its facts', () => {
    const notice = { id: 3, at: 77, kind: 'block-found', facts: { height: 9 } } as const;
    const journal = createJournal();
    for (const at of [0, 1]) journal.heard(snapshotOf({ notices: [notice] }), at);
    expect(journal.events().slice(1)).toEqual([
      { at: 77, kind: 'block-found', facts: { height: 9 } },
    ]);
  });

  it('keeps the newest 5,000 notes', () => {
    const journal = createJournal();
    for (let at = 0; at <= LESSON_EVENTS_MAX + 1; at += 1) {
      journal.heard(snapshotOf({ tip: String(at), height: at }), at);
    }
    const events = journal.events();
    expect(events).toHaveLength(LESSON_EVENTS_MAX);
    expect(events[0]?.at).toBe(2);
    expect(events.at(-1)?.at).toBe(LESSON_EVENTS_MAX + 1);
  });
});
