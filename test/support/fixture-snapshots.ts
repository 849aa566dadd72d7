/** What a node may look like, by name: for tests of the page and for looking at it. */

import type { BlockCard, NodeSnapshot, Notice, OwnBlock, PeerRow } from '../../src/node/api.ts';
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

const WAYS = ['meeting-place', 'neighbour', 'meeting-place', 'invitation'] as const;

function fixturePeer(id: number, changes: Partial<PeerRow> = {}): PeerRow {
  return {
    id,
    key: fixtureHash(`peer ${id}`).slice(4, 12),
    name: MINERS[id % MINERS.length] ?? 'Fox',
    state: 'ready',
    outbound: id % 2 === 1,
    reachedBy: WAYS[id % WAYS.length] ?? 'meeting-place',
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

function ownBlock(height: number, depth: number, changes: Partial<OwnBlock> = {}): OwnBlock {
  return {
    hash: fixtureHash(`main ${height}`),
    height,
    time: NOW_SECONDS - 9 * depth,
    state: 'active',
    depth,
    ...changes,
  };
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
    duty: 100,
    state: 'mining',
    hashesPerSecond: 1_243_000,
    perWorker: [624_000, 619_000],
    difficultyHashes: 11_900_000,
    blocksFound: 12,
    blocksActive: 12,
    luck: { hashes: 123_800_000, expected: 10.4, found: 12 },
    template: { height: 13, transactions: 3, fees: 123_400, subsidy: 50e8 },
    room: { hashesPerSecond: 1_190_000, secondsPerBlock: 9.8, blocks: 11 },
    ownBlocks: Array.from({ length: 12 }, (_, at) => ownBlock(12 - at, 1 + at)),
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
const NOTHING_FOUND: Partial<NodeSnapshot['mining']> = {
  blocksFound: 0,
  blocksActive: 0,
  luck: { hashes: 0, expected: 0, found: 0 },
  ownBlocks: [],
};
/** In a room of others: a third of its hash rate, and one race lost. */
const OWN_IN_ROOM: readonly OwnBlock[] = [
  ownBlock(4999, 2),
  ownBlock(4996, 5),
  ownBlock(4991, 0, {
    state: 'stale',
    winner: 'Amber Otter',
    lostAt: 4991,
    time: NOW_SECONDS - 95,
  }),
  ownBlock(4980, 21),
  ownBlock(4971, 30),
  ownBlock(4953, 48),
  ownBlock(4950, 51),
];

function mining(changes: Partial<NodeSnapshot['mining']>): NodeSnapshot['mining'] {
  return { ...BASE.mining, ...changes };
}

const WAITING = mining({
  ...IDLE,
  state: 'waiting',
  waitingFor: 'syncing',
  ...NOTHING_FOUND,
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
    mining: mining({
      difficultyHashes: 48_000_000,
      blocksFound: 7,
      blocksActive: 6,
      luck: { hashes: 262_000_000, expected: 5.46, found: 7 },
      template: { height: 5001, transactions: 14, fees: 412_900, subsidy: 50e8 },
      room: { hashesPerSecond: 4_620_000, secondsPerBlock: 10.3, blocks: 120 },
      ownBlocks: OWN_IN_ROOM,
    }),
    notices: [],
    wallet: WALLETS.balance,
    ...changes,
  };
}

/** Those of a large room that are not in step, by their place in the list. */
const LATE: Readonly<Record<number, Partial<PeerRow>>> = {
  6: { relation: 'behind', height: 4999 },
  15: { relation: 'behind', height: 3796, name: 'Marmalade Woodpecker of the North' },
  19: { relation: 'ahead', height: 5003 },
  23: { name: '', key: '', state: 'greeting', height: -1, relation: 'unknown', pingMs: -1 },
};

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
    mining: mining(NOTHING_FOUND),
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
  'on-battery': inRoom({
    mining: mining({ ...IDLE, ...NOTHING_FOUND, state: 'waiting', waitingFor: 'on-battery' }),
  }),
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
    meeting: { status: 'online', population: 13 },
    peers: Array.from({ length: 12 }, (_, index) => fixturePeer(index + 1)),
  }),
  'large-room': inRoom({
    health: { kind: 'others-behind', peers: 24, behind: 3 },
    meeting: { status: 'online', population: 140 },
    peers: Array.from({ length: 24 }, (_, index) => fixturePeer(index + 1, LATE[index] ?? {})),
  }),
  connecting: { ...BASE, health: { kind: 'connecting', found: 3 } },
  unreachable: {
    ...BASE,
    health: { kind: 'unreachable', found: 5 },
    meeting: { status: 'online', population: 6 },
  },
  'offline-alone': { ...BASE, meeting: { status: 'offline', population: 0 } },
  stale: inRoom({
    staleSince: NOW_SECONDS - 190,
    mining: mining({ ...IDLE, threads: 0, state: 'off' }),
  }),
  suspended: inRoom({
    health: { kind: 'syncing', done: 4788, total: 5000 },
    sync: {
      headersDone: 5000,
      headersTotal: 5000,
      blocksDone: 4788,
      blocksTotal: 5000,
      blocksPerSecond: 1450,
      secondsLeft: 2,
    },
    mining: WAITING,
    notices: [fixtureNotice(1, 'suspended', { seconds: 720 })],
  }),
} satisfies Readonly<Record<string, NodeSnapshot>>;

export type FixtureName = keyof typeof FIXTURES;
