import { describe, expect, it } from 'vitest';
import { EventLog } from '../../../src/lab/event-log.ts';
import type { NodeFacts } from '../../../src/lab/facts.ts';

const EVENTS_MAX = 500;
const AT = 1_700_000_000_000;

/** A node on a chain of such blocks. */
function on(branch: string, more: Partial<NodeFacts> = {}): NodeFacts {
  const hashes = branch.split('');
  return {
    view: {
      nodeKey: '',
      minerName: '',
      height: hashes.length,
      tip: hashes.at(-1)!,
      chainWork: '',
      peers: 0,
      mempool: 0,
      spendable: 0,
      immature: 0,
    },
    isSyncing: false,
    branch: hashes,
    branchFrom: 1,
    own: [],
    notices: [],
    payments: [],
    ...more,
  };
}

function own(...hashes: string[]): Partial<NodeFacts> {
  return { own: hashes.map((hash, index) => ({ hash, height: index + 1 })) };
}

/** The log after a node showed this, one after the other. */
function after(...shown: readonly NodeFacts[]) {
  const log = new EventLog();
  for (const facts of shown) log.see('lab-1', facts, AT);
  return log.events;
}

/** All nodes show this, and are judged; so often. */
function judge(log: EventLog, chains: readonly string[], times = 1): void {
  for (let time = 0; time < times; time += 1) {
    for (const [index, chain] of chains.entries()) log.see(`lab-${index}`, on(chain), AT);
    log.judge(AT);
  }
}

function kinds(log: EventLog): string[] {
  return log.events.map(({ kind, facts }) => `${kind} ${facts['tips'] ?? facts['hash']}`);
}

describe('a block that a node made', () => {
  it('is told once, and not where it is from before the laboratory', () => {
    const events = after(on('ab', own('a')), on('abc', own('a', 'c')), on('abc', own('a', 'c')));
    expect(events).toEqual([
      { id: 1, at: AT, kind: 'block-found', node: 'lab-1', facts: { hash: 'c', height: 2 } },
    ]);
  });

  it('is told with the count of the others where many come at once', () => {
    const hashes = 'bcdef'.split('');
    expect(after(on('a'), on('abcdef', own(...hashes)))).toMatchObject([
      { kind: 'block-found', facts: { hash: 'f', height: 5, count: 5 } },
    ]);
    expect(after(on('a'), on('abcd', own('b', 'c', 'd')))).toHaveLength(3);
  });
});

describe('what a node notices', () => {
  it('is told for reorganisations and refusals, once', () => {
    const notices = [
      { id: 4, at: AT, kind: 'suspended', facts: { seconds: 60 } },
      {
        id: 5,
        at: AT + 1,
        kind: 'reorganisation',
        facts: { height: 3, undone: 2, added: 3, own: 1 },
      },
      { id: 6, at: AT + 2, kind: 'peer-refused', facts: { name: 'Mallory', code: 'bad-work' } },
    ] as const;
    const before = on('ab', { notices: notices.slice(0, 1) });
    expect(after(before, on('xyz', { notices }), on('xyz', { notices }))).toEqual([
      {
        id: 1,
        at: AT + 1,
        kind: 'reorganisation',
        node: 'lab-1',
        facts: { hash: 'z', height: 3, undone: 2, added: 3 },
      },
      {
        id: 2,
        at: AT + 2,
        kind: 'refused',
        node: 'lab-1',
        facts: { by: 'Mallory', code: 'bad-work' },
      },
    ]);
  });
});

describe('a payment', () => {
  const payment = (stage: 'pending' | 'confirming' | 'confirmed' | 'orphaned') =>
    on('a', { payments: [{ txid: 't', kind: 'received', stage, net: 7 }] });

  it('is told when it comes, enters a block, and falls out of it', () => {
    const stages = ['pending', 'pending', 'confirming', 'confirmed', 'orphaned'] as const;
    const events = after(on('a'), ...stages.map(payment));
    expect(events.map(({ facts }) => facts['stage'])).toEqual([
      'pending',
      'confirming',
      'orphaned',
    ]);
    expect(events[0]).toMatchObject({ kind: 'payment', node: 'lab-1' });
    expect(events[0]?.facts).toMatchObject({ txid: 't', amount: 7, kind: 'received' });
  });
});

describe('nodes', () => {
  it('agree when all have one tip, and that is told once', () => {
    const log = new EventLog();
    judge(log, ['abc', 'abc'], 3);
    expect(log.events).toMatchObject([
      { kind: 'agreed', facts: { hash: 'c', height: 3, nodes: 2 } },
    ]);
  });

  it('disagree when two of them are on different branches for longer than a moment', () => {
    const log = new EventLog();
    judge(log, ['ab', 'ab']);
    judge(log, ['abc', 'abx']);
    judge(log, ['abcd', 'abcd']);
    expect(kinds(log)).toEqual(['agreed b']);
    judge(log, ['abcd', 'abxy', 'abcd'], 5);
    judge(log, ['abcdz', 'abcdz', 'abcdz'], 2);
    expect(kinds(log).slice(1)).toEqual(['disagreed 2', 'agreed z']);
  });

  it('do not disagree while one is only behind, or catches up', () => {
    const log = new EventLog();
    judge(log, ['abcdef', 'abc'], 3);
    log.see('lab-1', on('xyz', { isSyncing: true }), AT);
    log.judge(AT);
    log.judge(AT);
    expect(log.events).toEqual([]);
  });

  it('do not disagree where one is too far behind to be compared', () => {
    const log = new EventLog();
    for (let time = 0; time < 3; time += 1) {
      log.see('lab-1', on('abcdefgh', { branch: ['g', 'h'], branchFrom: 7 }), AT);
      log.see('lab-2', on('a'), AT);
      log.judge(AT);
    }
    expect(log.events).toEqual([]);
  });

  it('are judged anew when one comes', () => {
    const log = new EventLog();
    judge(log, ['a', 'a']);
    judge(log, ['a', 'a', 'a'], 2);
    expect(log.events.map(({ facts }) => facts['nodes'])).toEqual([2, 3]);
  });

  it('alone agree with nobody', () => {
    const log = new EventLog();
    judge(log, ['a', 'a']);
    log.forget('lab-1');
    judge(log, ['b'], 3);
    expect(log.events).toHaveLength(1);
  });
});

describe('the log', () => {
  it('keeps the newest 500 events', () => {
    const log = new EventLog();
    for (let count = 0; count <= EVENTS_MAX; count += 1) log.add('healed', AT);
    expect(log.events).toHaveLength(EVENTS_MAX);
    expect([log.events[0]?.id, log.events.at(-1)?.id]).toEqual([2, EVENTS_MAX + 1]);
  });

  it('is another one after each event, so that nobody’s changes under their hands', () => {
    const log = new EventLog();
    log.add('cut', AT, { from: 'self', to: 'room' });
    const before = log.events;
    log.add('node-added', AT, { node: 'lab-1', name: 'Fox' });
    expect([before.length, log.events.at(-1)]).toEqual([
      1,
      { id: 2, at: AT, kind: 'node-added', node: 'lab-1', facts: { name: 'Fox' } },
    ]);
  });
});
