/**
 * A wallet of 10,000 payments from its records to what the page is shown, and payments out of 1,000
 * coins through a whole node, from the command to the reply: chosen, signed, judged and verified by
 * the node's own mempool, reserved and on their way to the peers.
 *
 * The blocks are headers without work, as the wallet looks at no work, and the coins nobody's.
 */

import { BlockIndex, Status } from '../../src/chain/block-index.ts';
import { Chain } from '../../src/chain/chain.ts';
import { CoinSet } from '../../src/chain/coins.ts';
import { outpointKey } from '../../src/consensus/encoding.ts';
import { headerHash, txid } from '../../src/consensus/hash.ts';
import type { Block, Transaction, TransactionOutput } from '../../src/consensus/types.ts';
import { Mempool } from '../../src/mempool/mempool.ts';
import { openNodeKey } from '../../src/net/node-key.ts';
import { TabNode } from '../../src/node/node.ts';
import { Pool } from '../../src/node/pool.ts';
import type { Effect, StoreKey, StoreValue } from '../../src/node/ports.ts';
import { createRoom } from '../../src/node/room.ts';
import { ChainRecords } from '../../src/node/schema.ts';
import { newBooks } from '../../src/node/wallet/books.ts';
import { plainKeyring } from '../../src/node/wallet/keyring.ts';
import { Wallet, type WalletStart } from '../../src/node/wallet/wallet.ts';
import { stretchEntropy } from '../../src/adapters/vault.ts';
import { Random } from '../../src/util/random.ts';
import { encodeAddress } from '../../src/wallet/address.ts';
import { encodeKeyRecord } from '../../src/wallet/key-record.ts';
import { CHANGE, RECEIVE } from '../../src/wallet/keys.ts';
import type { Ledger } from '../../src/wallet/ledger.ts';
import { unsigned } from '../support/blocks.ts';
import { foreignScript } from '../support/wallet-lab.ts';
import { median, type Row, row } from './report.ts';

const OPEN_PAYMENTS = 10_000;
const SEND_COINS = 1_000;
/** Payments to one address before the next is given out. */
const PAYMENTS_PER_KEY = 5;
const ROUNDS = 7;
const NOW_MS = 1_800_000_000_000;
const ROOM = createRoom(
  {
    kind: 'sandbox',
    targetSpacingSeconds: 10,
    genesisBits: 0x207fffff,
    halvingInterval: 210_000,
    genesisTime: 1_700_000_000,
  },
  new Uint8Array(16),
);

export async function measure(): Promise<Row[]> {
  const large = await makeWallet(OPEN_PAYMENTS, true);
  const rich = await makeWallet(SEND_COINS, false);
  return [
    row('wallet.open-10000', measureOpen(large), 'ms'),
    row('wallet.view-10000', measureView(large), 'ms'),
    row('wallet.send-1000', measureSend(rich, 0.4), 'ms'),
    row('wallet.send-1000.100-inputs', measureSend(rich, 50), 'ms'),
    row('wallet.follow', measureFollow(), 'blocks/s'),
  ];
}

interface Made {
  readonly chain: Chain;
  readonly start: WalletStart;
}

/** One payment a block; with `spends` every third one pays others out of the one before. */
async function makeWallet(payments: number, spends: boolean): Promise<Made> {
  const random = new Random(payments);
  const secret = await stretchEntropy(new Uint8Array(16).fill(payments));
  const keyring = plainKeyring(secret, NOW_MS);
  const { index, coins } = makeHeaders(payments);
  const genesis = new Chain(ROOM.params, ROOM.genesis);
  const { genesisHash } = ROOM.params;
  const owner = { genesisHash, xpub: keyring.record.xpub };
  const readBody = (): void => {};
  const ways = { chain: genesis, mempool: new Mempool(genesis), readBody };
  const books = newBooks(owner, ways, true);
  let last: Transaction | undefined;
  for (let height = 1; height <= payments; height += 1) {
    const isSpend = spends && height % 3 === 0 && last !== undefined;
    last = isSpend ? spendOf(books.ledger, last!, random) : receiptOf(books.ledger, height, random);
    const block: Block = { header: index.header(height), transactions: [last] };
    books.ledger.blockConnected(block, height);
  }
  for (const { outpoint, value, scriptPubKey, height } of books.ledger.spendableCoins()) {
    coins.add(outpointKey(outpoint), { value, scriptPubKey, height, coinbase: false });
  }
  const key: [StoreKey, StoreValue] = ['key', encodeKeyRecord(keyring.record)];
  const written = books
    .takeWrites()
    .flatMap((write) =>
      'put' in write ? [[write.put[1], write.put[2]] as [StoreKey, StoreValue]] : [],
    );
  const start = { records: [key, ...written], secret, random: random.bytes(32), now: NOW_MS };
  return { chain: new Chain(ROOM.params, ROOM.genesis, { index, coins, tip: payments }), start };
}

function makeHeaders(count: number) {
  const index = new BlockIndex(ROOM.genesis.header, ROOM.params.genesisHash);
  while (index.size <= count) {
    const time = ROOM.genesis.header.time + 12 * index.size;
    const previousHash = index.hash(index.size - 1);
    const header = { ...ROOM.genesis.header, previousHash, time, nonce: index.size };
    const handle = index.add(header, headerHash(header));
    index.setStatus(handle, Status.body | Status.linked | Status.connected);
    index.setBodyPlace(handle, { segment: 0, offset: 0, length: 0 });
    index.setUndoPlace(handle, { segment: -1, offset: 0, length: 0 });
  }
  return { index, coins: new CoinSet() };
}

/** Of a stranger, to a key of ours. */
function receiptOf({ keys }: Ledger, height: number, random: Random): Transaction {
  const place = { chain: RECEIVE, index: Math.floor(height / PAYMENTS_PER_KEY) } as const;
  return pay(random, height, [
    { value: 50_000_000 + random.below(1_000_000), scriptPubKey: keys.scriptAt(place) },
    { value: 1_000_000, scriptPubKey: foreignScript(random) },
  ]);
}

/** Half of it away, half of it back. */
function spendOf(ledger: Ledger, from: Transaction, random: Random): Transaction {
  const { keys } = ledger;
  const vout = from.outputs.findIndex(({ scriptPubKey }) => keys.find(scriptPubKey) !== undefined);
  const value = Math.floor(from.outputs[vout]!.value / 2) - 1_000;
  const change = keys.nextChange().index % 500;
  const bare = unsigned(
    [{ txid: txid(from), vout }],
    [
      { value, scriptPubKey: keys.scriptAt({ chain: CHANGE, index: change }) },
      { value, scriptPubKey: foreignScript(random) },
    ],
  );
  return withWitness(bare, random);
}

function pay(random: Random, height: number, outputs: readonly TransactionOutput[]): Transaction {
  const prevout = { txid: headerHash({ ...ROOM.genesis.header, nonce: height }), vout: 1 };
  return withWitness(unsigned([prevout], outputs), random);
}

function withWitness(bare: Transaction, random: Random): Transaction {
  const witness = [random.bytes(64)];
  return { ...bare, inputs: bare.inputs.map((input) => ({ ...input, witness })) };
}

function measureOpen({ chain, start }: Made): number {
  return medianMs(() => {
    const wallet = open(chain, start);
    if (wallet.view(NOW_MS)?.paymentsTotal !== OPEN_PAYMENTS) throw new Error('payments missing');
  });
}

/** What each new block costs the page. */
function measureView({ chain, start }: Made): number {
  const wallet = open(chain, start);
  return medianMs(() => {
    wallet.held.books.handOut();
    wallet.view(NOW_MS);
  });
}

function open(chain: Chain, start: WalletStart): Wallet {
  const pool = new Pool(chain, [], { added: () => {}, removed: () => {} });
  return new Wallet(start, { chain, pool, readBody: () => {}, askVault: () => {} });
}

function measureSend({ chain, start }: Made, amount: number): number {
  const address = encodeAddress(foreignScript(new Random(1)));
  return medianMs(
    (node) => {
      const command = { method: 'sendtoaddress', parameters: [address, amount] };
      const effects = node.step({ type: 'command', id: 1, ...command }, NOW_MS);
      const reply = effects.find((effect): effect is Effect & { type: 'reply' } => {
        return effect.type === 'reply';
      });
      if (reply?.outcome.ok !== true) throw new Error(JSON.stringify(reply));
    },
    () => {
      const node = new TabNode({
        room: ROOM,
        slot: 0,
        link: '',
        chain,
        records: new ChainRecords(chain.index),
        storage: { state: 'memory' },
        waiting: [],
        wallet: start,
        ...openNodeKey(new Uint8Array(32).fill(1)),
        minerName: 'bench',
        maxThreads: 1,
        seed: new Uint8Array(32),
      });
      node.step({ type: 'tick' }, NOW_MS);
      return node;
    },
  );
}

/** Blocks without anything of ours, as in a rescan. */
function measureFollow(): number {
  const { index } = makeHeaders(OPEN_PAYMENTS);
  const random = new Random(2);
  const chain = new Chain(ROOM.params, ROOM.genesis);
  const { genesisHash } = ROOM.params;
  const secret = { entropy: new Uint8Array(16), seed: new Uint8Array(64) };
  const { xpub } = plainKeyring(secret, NOW_MS).record;
  const ways = { chain, mempool: new Mempool(chain), readBody: () => {} };
  const { ledger } = newBooks({ genesisHash, xpub }, ways, true);
  const blocks = Array.from({ length: OPEN_PAYMENTS }, (_, at): Block => {
    const outputs = [{ value: 50e8, scriptPubKey: foreignScript(random) }];
    return { header: index.header(at + 1), transactions: [pay(random, at, outputs)] };
  });
  const startedMs = performance.now();
  for (const [at, block] of blocks.entries()) ledger.blockConnected(block, at + 1);
  return (OPEN_PAYMENTS / (performance.now() - startedMs)) * 1_000;
}

function medianMs(work: () => void): number;
function medianMs<Subject>(work: (subject: Subject) => void, prepare: () => Subject): number;
function medianMs<Subject>(work: (subject?: Subject) => void, prepare?: () => Subject): number {
  const timesMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const subject = prepare?.();
    const startedMs = performance.now();
    work(subject);
    timesMs.push(performance.now() - startedMs);
  }
  return median(timesMs);
}
