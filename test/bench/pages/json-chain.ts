/**
 * The named other of the synchronisation: the whole chain as one JSON, as tutorials of browser
 * chains do it (`getBlockChain`, `responseBlockChain`; blocks and their checks are naivecoin's). In
 * its favour the text travels in pieces, since a channel takes no 5 MB at once, its hashes are the
 * browser's own, and it is stored as one record.
 */

import { set } from 'idb-keyval';
import SimplePeer from 'simple-peer';

interface JsonTransaction {
  readonly id: string;
  readonly txIns: readonly { txOutId: string; txOutIndex: number; signature: string }[];
  readonly txOuts: readonly { address: string; amount: number }[];
}

interface JsonBlock {
  readonly index: number;
  readonly hash: string;
  readonly previousHash: string;
  readonly timestamp: number;
  readonly data: readonly JsonTransaction[];
  readonly difficulty: number;
  readonly nonce: number;
}

export interface JsonChainPage {
  /** Makes a chain to give away. */
  make(blocks: number): Promise<void>;
  /** The offer of the side that has no chain, and the answer of the one that has. */
  offer(): Promise<SimplePeer.SignalData>;
  answer(offer: SimplePeer.SignalData): Promise<SimplePeer.SignalData>;
  /** Asks for the chain, checks and stores it; resolves to the characters that came. */
  fetch(answer: SimplePeer.SignalData): Promise<number>;
}

const PIECE_CHARACTERS = 64 * 1024;
const HIGH_WATER_BYTES = 512 * 1024;
const ADDRESS = '51'.repeat(32);
const REWARD = 50e8;

let chain: readonly JsonBlock[] = [];
let peer: SimplePeer.Instance | undefined;

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function transactionId({ txIns, txOuts }: Omit<JsonTransaction, 'id'>): Promise<string> {
  const ins = txIns.map(({ txOutId, txOutIndex }) => txOutId + txOutIndex).join('');
  return sha256(ins + txOuts.map(({ address, amount }) => address + amount).join(''));
}

function blockHash(block: Omit<JsonBlock, 'hash'>): Promise<string> {
  const { index, previousHash, timestamp, data, difficulty, nonce } = block;
  return sha256(index + previousHash + timestamp + JSON.stringify(data) + difficulty + nonce);
}

async function makeBlock(index: number, previousHash: string): Promise<JsonBlock> {
  const txIns = [{ txOutId: '', txOutIndex: index, signature: '' }];
  const bare = { txIns, txOuts: [{ address: ADDRESS, amount: REWARD }] };
  const data = [{ id: await transactionId(bare), ...bare }];
  const timestamp = 1_700_000_000 + 10 * index;
  const block = { index, previousHash, timestamp, data, difficulty: 0, nonce: 0 };
  return { ...block, hash: await blockHash(block) };
}

async function make(blocks: number): Promise<void> {
  const made: JsonBlock[] = [];
  for (let index = 0; index < blocks; index += 1) {
    made.push(await makeBlock(index, made.at(-1)?.hash ?? ''));
  }
  chain = made;
}

async function check(blocks: readonly JsonBlock[]): Promise<void> {
  for (const [at, block] of blocks.entries()) {
    const isNext = block.index === at && block.previousHash === (blocks[at - 1]?.hash ?? '');
    if (!isNext || (await blockHash(block)) !== block.hash) throw new Error(`bad block ${at}`);
    for (const transaction of block.data) {
      if ((await transactionId(transaction)) !== transaction.id) throw new Error('bad transaction');
    }
  }
}

function connect(initiator: boolean): SimplePeer.Instance {
  peer = new SimplePeer({
    initiator,
    trickle: false,
    config: { iceServers: [] },
    objectMode: true,
  });
  return peer;
}

function described(side: SimplePeer.Instance): Promise<SimplePeer.SignalData> {
  return new Promise((resolve) => side.once('signal', resolve));
}

async function sendText(side: SimplePeer.Instance, text: string): Promise<void> {
  for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
    while (side.bufferSize > HIGH_WATER_BYTES) await new Promise((done) => setTimeout(done, 1));
    side.send(text.slice(at, at + PIECE_CHARACTERS));
  }
  side.send('end');
}

function answer(offer: SimplePeer.SignalData): Promise<SimplePeer.SignalData> {
  const side = connect(false);
  side.on('data', (text: string) => {
    if (text === 'getBlockChain') {
      void sendText(side, JSON.stringify({ type: 'responseBlockChain', chain }));
    }
  });
  const own = described(side);
  side.signal(offer);
  return own;
}

async function fetchChain(signal: SimplePeer.SignalData): Promise<number> {
  const side = peer!;
  const text = new Promise<string>((resolve) => {
    let received = '';
    side.on('data', (piece: string) => {
      if (piece === 'end') resolve(received);
      else received += piece;
    });
  });
  side.on('connect', () => side.send('getBlockChain'));
  side.signal(signal);
  const whole = await text;
  const message = JSON.parse(whole) as { readonly chain: readonly JsonBlock[] };
  await check(message.chain);
  await set('chain', message.chain);
  chain = message.chain;
  return whole.length;
}

const page: JsonChainPage = {
  make,
  offer: () => described(connect(true)),
  answer,
  fetch: fetchChain,
};
Object.assign(globalThis, { jsonChain: page });
