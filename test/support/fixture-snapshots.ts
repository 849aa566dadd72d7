/** What a node may look like, by name: for tests of the page and for looking at it. */

import type { BlockCard, NodeSnapshot, Notice, PeerRow } from '../../src/node/api.ts';
import { FIXTURE_NOW_MS, fixtureHash } from './fixture-hash.ts';
import { WALLETS } from './fixture-wallets.ts';

export const FIXTURE_LINK = `https://tabchain.example/#/r/${'c7v9q2kx'.repeat(6)}t4mz`;

const NOW_SECONDS = FIXTURE_NOW_MS / 1000;
const MINERS = ['Fox', 'Amber Otter', 'Lynx', 'Quiet Heron', 'Moth'];
const GAPS_SECONDS = [
  4, 17, 9, 2, 31, 8, 12, 1, 6, 22, 3, 14, 7, 5, 48, 10, 2, 19, 11, 6, 9, 27, 3, 8,
];

export function fixtureCard(height: number, changes: Partial<BlockCard> = {}): BlockCard {
  return {
    hash: fixtureHash(`main ${height}`),
    previousHash: fixtureHash(`main ${height - 1}`),
    height,
    time: NOW_SECONDS,
    state: 'active',
    miner: height === 0 ? '' : (MINERS[(height * 7) % MINERS.length] ?? 'Fox'),
    own: height > 0 && (height * 7) % MINERS.length === 0,
    transactions: 1 + ((height * 13) % 4),
    weight: 900 + ((height * 7919) % 260_000),
    lostBy: 0,
    ...changes,
  };
}

/** The newest heights up to `tip`, as many as a strip shows. */
export function fixtureChain(tip: number, length = 24): BlockCard[] {
  let time = NOW_SECONDS - 7;
  const cards: BlockCard[] = [];
  for (let height = tip; height >= 0 && cards.length < length; height -= 1) {
    cards.unshift(fixtureCard(height, { time }));
    time -= GAPS_SECONDS[height % GAPS_SECONDS.length] ?? 10;
  }
  return cards;
}

function fixturePeer(id: number, changes: Partial<PeerRow> = {}): PeerRow {
  return {
    id,
    key: fixtureHash(`peer ${id}`).slice(4, 12),
    name: MINERS[id % MINERS.length] ?? 'Fox',
    state: 'ready',
    outbound: id % 2 === 1,
    connectedSince: NOW_SECONDS - 300 * id,
    height: 5000,
    tip: fixtureHash('main 5000'),
    relation: 'in-step',
    pingMs: 12 + id * 9,
    bytesSent: 48_213 * id,
    bytesReceived: 1_204_555 * id,
    ...changes,
  };
}

function fixtureNotice(id: number, kind: Notice['kind'], facts: Notice['facts']): Notice {
  return { id, at: FIXTURE_NOW_MS - (40 - id) * 4000, kind, facts };
}

const BASE: NodeSnapshot = {
  room: {
    code: 'c7v9q2kx'.repeat(6),
    name: 'Maple Harbour',
    kind: 'main',
    targetSpacingSeconds: 10,
    halvingInterval: 210_000,
    genesisHash: fixtureHash('main 0'),
    genesisTime: NOW_SECONDS - 6 * 3600,
  },
  slot: 0,
  nodeKey: fixtureHash('node').slice(4, 12),
  minerName: 'Fox',
  health: { kind: 'alone' },
  height: 12,
  tip: fixtureHash('main 12'),
  tipTime: NOW_SECONDS - 7,
  chainWork: '00'.repeat(29) + '0c0c0c',
  strip: fixtureChain(12),
  peers: [],
  mining: {
    threads: 2,
    maxThreads: 4,
    state: 'mining',
    hashesPerSecond: 1_243_000,
    perWorker: [624_000, 619_000],
    difficultyHashes: 11_900_000,
    blocksFound: 12,
    blocksActive: 12,
  },
  meeting: { status: 'online', population: 1 },
  networkActive: true,
  wallet: WALLETS.fresh,
  storage: { state: 'disk' },
  notices: [
    fixtureNotice(1, 'block-found', { height: 11 }),
    fixtureNotice(2, 'block-found', { height: 12 }),
  ],
};

const IDLE: Partial<NodeSnapshot['mining']> = { hashesPerSecond: 0, perWorker: [] };

function mining(changes: Partial<NodeSnapshot['mining']>): NodeSnapshot['mining'] {
  return { ...BASE.mining, ...changes };
}

const WAITING = mining({
  ...IDLE,
  state: 'waiting',
  waitingFor: 'syncing',
  blocksFound: 0,
  blocksActive: 0,
});

function inRoom(changes: Partial<NodeSnapshot> = {}): NodeSnapshot {
  return {
    ...BASE,
    health: { kind: 'in-step', peers: 3, height: 5000 },
    height: 5000,
    tip: fixtureHash('main 5000'),
    strip: fixtureChain(5000),
    peers: [fixturePeer(1), fixturePeer(2), fixturePeer(3)],
    meeting: { status: 'online', population: 4 },
    mining: mining({ difficultyHashes: 48_000_000, blocksFound: 7, blocksActive: 6 }),
    notices: [],
    wallet: WALLETS.balance,
    ...changes,
  };
}

/** Three blocks of one branch and one of another that the room left behind. */
function forked(): NodeSnapshot {
  const stale = (height: number, previousHash: string, lostBy: number) =>
    fixtureCard(height, {
      hash: fixtureHash(`stale ${height} ${lostBy}`),
      previousHash,
      time: NOW_SECONDS - (5000 - height) * 12,
      state: 'stale',
      miner: 'Fox',
      own: true,
      lostBy,
    });
  const first = stale(4997, fixtureHash('main 4996'), 1.2);
  const second = stale(4998, first.hash, 1.2);
  const third = stale(4999, second.hash, 1.2);
  const other = { ...stale(4998, fixtureHash('main 4997'), 2), miner: 'Moth', own: false };
  return inRoom({
    strip: [...fixtureChain(5000), first, second, third, other],
    notices: [
      fixtureNotice(1, 'block-found', { height: 4998 }),
      fixtureNotice(2, 'block-found', { height: 4999 }),
      fixtureNotice(3, 'block-lost', { height: 4999, winner: 'Amber Otter' }),
      fixtureNotice(4, 'reorganisation', { height: 5000, undone: 3, added: 4, own: 3 }),
    ],
  });
}

function syncing(headersDone: number, blocksDone: number): NodeSnapshot {
  const strip = Array.from(fixtureChain(5000), (card): BlockCard =>
    card.height <= blocksDone
      ? card
      : { ...card, state: 'pending', own: false, miner: '', transactions: 0, weight: 0 },
  );
  return inRoom({
    health: { kind: 'syncing', done: blocksDone, total: 5000 },
    height: blocksDone,
    tip: fixtureHash(`main ${blocksDone}`),
    tipTime: NOW_SECONDS - 50_000,
    strip: headersDone < 5000 ? [] : strip,
    sync: { headersDone, headersTotal: 5000, blocksDone, blocksTotal: 5000, blocksPerSecond: 412 },
    mining: WAITING,
  });
}

export const FIXTURES = {
  starting: {
    ...BASE,
    health: { kind: 'starting' },
    height: 0,
    strip: [],
    notices: [],
    mining: mining({ ...IDLE, state: 'waiting', waitingFor: 'starting' }),
  },
  alone: BASE,
  empty: {
    ...BASE,
    height: 0,
    tip: fixtureHash('main 0'),
    tipTime: BASE.room.genesisTime,
    strip: fixtureChain(0),
    notices: [],
    wallet: WALLETS.empty,
    mining: mining({ blocksFound: 0, blocksActive: 0 }),
  },
  'syncing-headers': {
    ...syncing(1204, 0),
    health: { kind: 'syncing', done: 1204, total: 5000 },
    strip: fixtureChain(0),
    sync: {
      headersDone: 1204,
      headersTotal: 5000,
      blocksDone: 0,
      blocksTotal: 5000,
      blocksPerSecond: 0,
    },
  },
  'syncing-blocks': syncing(5000, 4990),
  room: inRoom(),
  fork: forked(),
  'others-behind': inRoom({
    health: { kind: 'others-behind', peers: 4, behind: 2 },
    peers: [
      fixturePeer(1),
      fixturePeer(2, { height: 4998, relation: 'behind' }),
      fixturePeer(3, { height: 5003, relation: 'ahead' }),
      fixturePeer(4, {
        name: '',
        key: '',
        state: 'greeting',
        height: -1,
        relation: 'unknown',
        pingMs: -1,
      }),
    ],
  }),
  memory: { ...BASE, storage: { state: 'memory', failure: 'unavailable' } },
  full: inRoom({
    storage: { state: 'full', failure: 'quota' },
    notices: [fixtureNotice(1, 'storage', { failure: 'quota' })],
  }),
  offline: inRoom({ meeting: { status: 'offline', population: 0 } }),
  'network-off': {
    ...BASE,
    health: { kind: 'network-off' },
    networkActive: false,
    meeting: { status: 'off', population: 0 },
  },
  'mining-off': inRoom({ mining: mining({ ...IDLE, threads: 0, state: 'off' }) }),
  'clock-off': inRoom({
    mining: mining({ ...IDLE, state: 'waiting', waitingFor: 'clock-off' }),
    notices: [fixtureNotice(1, 'clock', { offsetSeconds: 190 })],
  }),
  hostile: inRoom({
    strip: Array.from(fixtureChain(5000), (card, index) => ({
      ...card,
      miner:
        index % 2 === 0 ? `\u202e<img onerror=alert(1)>${'\u0301'.repeat(40)}` : 'W'.repeat(64),
    })),
    peers: [fixturePeer(1, { name: `\u202e${'gnol yrev '.repeat(12)}` })],
    notices: [
      fixtureNotice(1, 'block-lost', { height: 5000, winner: `\u202e<b>${'x'.repeat(200)}` }),
    ],
  }),
  'wallet-empty': inRoom({ wallet: WALLETS.empty }),
  'wallet-balance': inRoom({ wallet: WALLETS.balance }),
  'wallet-pending': inRoom({ wallet: WALLETS.pending }),
  'wallet-locked': inRoom({ wallet: WALLETS.locked }),
  'wallet-watching': inRoom({ wallet: WALLETS.watching }),
  'wallet-damaged': inRoom({ wallet: WALLETS.damaged }),
  'wallet-mining': inRoom({ wallet: WALLETS.mining }),
  'wallet-rescan': inRoom({ wallet: WALLETS.rescan }),
  'wallet-long': inRoom({ wallet: WALLETS.long }),
  sandbox: { ...BASE, room: { ...BASE.room, kind: 'sandbox' } },
  crowd: inRoom({
    health: { kind: 'in-step', peers: 12, height: 5000 },
    peers: Array.from({ length: 12 }, (_, index) => fixturePeer(index + 1)),
  }),
} satisfies Readonly<Record<string, NodeSnapshot>>;

export type FixtureName = keyof typeof FIXTURES;
