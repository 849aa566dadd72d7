/**
 * A second opinion: the rules of docs/protocol.md once more, read from the page and not from the
 * code. It is slow and plain on purpose: it parses each block from its bytes, keeps the whole coin
 * set of every block, never goes back, and takes its hashes and signatures from OpenSSL and
 * libsecp256k1. It shares nothing with the rules it judges but the reader of bytes.
 */

import { createHash } from 'node:crypto';
import { verifySchnorr } from 'tiny-secp256k1';
import { CodecError, Reader } from '../../src/util/codec.ts';

interface Output {
  readonly value: bigint;
  readonly script: Buffer;
}

interface Coin extends Output {
  readonly height: number;
  readonly coinbase: boolean;
}

type Transaction = ReturnType<typeof parse>;

/** A valid block; hashes as bytes in hex. */
export interface Place {
  readonly hash: string;
  readonly parent: Place | undefined;
  readonly height: number;
  readonly time: number;
  readonly bits: number;
  readonly work: bigint;
  readonly coins: ReadonlyMap<string, Coin>;
}

interface Room {
  readonly genesis: Uint8Array;
  readonly spacing: number;
  readonly halvingInterval: number;
  readonly easiestBits: number;
}

const MONEY = 2_100_000_000_000_000n;
const NOTHING = `${'00'.repeat(32)}ffffffff`;
const HASH_TYPES = new Set([1, 2, 3, 0x81, 0x82, 0x83]);

class Broken extends Error {}

function must(holds: boolean, rule: string): void {
  if (!holds) throw new Broken(rule);
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
const twice = (...parts: readonly Uint8Array[]) => sha256(sha256(...parts));
/** Where this runs, as almost everywhere, numbers are little-endian in memory. */
const little = (value: number | bigint, bytes: number) =>
  Buffer.from(BigUint64Array.of(BigInt(value)).buffer, 0, bytes);
const idOf = ({ stripped }: Transaction) => twice(stripped);
const isKey = (script: Buffer) => script.length === 34 && script.readUInt16BE() === 0x5120;
const isNull = ({ inputs }: Transaction) => inputs.some(({ outpoint }) => outpoint === NOTHING);
const sum = (amounts: readonly { readonly value: bigint }[]) =>
  amounts.reduce((total, { value }) => total + value, 0n);

function parse(reader: Reader, block: Buffer) {
  const at = () => block.length - reader.remaining;
  const chunk = () => Buffer.from(reader.varBytes(reader.remaining));
  const start = at();
  const version = reader.i32();
  const marked = reader.peek() === 0;
  if (marked) must(reader.u16() === 0x0100, 'an unknown flag');
  const middle = at();
  const inputs = list(reader, () => ({
    outpoint: Buffer.from(reader.bytes(36)).toString('hex'),
    scriptSig: chunk(),
    sequence: reader.u32(),
    witness: [] as Buffer[],
  }));
  const outputs = list(reader, () => ({ value: reader.u64(), script: chunk() }));
  const end = at();
  if (marked) for (const input of inputs) input.witness = list(reader, chunk);
  must(!marked || inputs.some(({ witness }) => witness.length > 0), 'a marker without witness');
  const locktime = reader.u32();
  const bytes = block.subarray(start, at());
  const core = [bytes.subarray(0, 4), block.subarray(middle, end), little(locktime, 4)];
  return { version, inputs, outputs, locktime, bytes, stripped: Buffer.concat(core) };
}

function list<Item>(reader: Reader, read: () => Item): Item[] {
  return Array.from({ length: reader.count(1) }, read);
}

/**
 * Lists of one root (CVE-2012-2459) differ in how often they repeat a transaction, and repeating
 * one is forbidden; so nothing else has to be looked for here.
 */
function merkle(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  const above = leaves.map((left, at) => (at % 2 ? [] : [twice(left, leaves[at + 1] ?? left)]));
  return merkle(above.flat());
}

/** 0 for what is no target. */
function targetOf(bits: number): bigint {
  const size = bits >>> 24;
  const target = (BigInt(bits & 0x7fffff) << BigInt(8 * size)) >> 24n;
  return (bits & 0x800000) !== 0 || target >= 1n << 256n ? 0n : target;
}

function compact(target: bigint): number {
  let size = 1;
  // The mantissa's top bit would be read as a sign, so it has to stay clear.
  while (target >> BigInt(8 * size - 1) > 0n) size += 1;
  return size * 2 ** 24 + Number((target << 24n) >> BigInt(8 * size));
}

function heightPush(height: number): Buffer {
  if (height <= 16) return Buffer.of(height === 0 ? 0 : 0x50 + height);
  let size = 1;
  while (height >= 2 ** (8 * size - 1)) size += 1;
  return Buffer.concat([Buffer.of(size), little(height, size)]);
}

function isPushes(script: Buffer): boolean {
  let at = 1;
  while (at < script.length) {
    const code = script[at]!;
    const width = code >= 0x4c && code <= 0x4e ? 1 << (code - 0x4c) : 0;
    if (code > 0x60 || at + 1 + width > script.length) return false;
    const pushed = code < 0x4c ? code : 0;
    at += 1 + width + (width > 0 ? script.readUIntLE(at + 1, width) : pushed);
  }
  return at === script.length;
}

function medianTime(place: Place): number {
  const times: number[] = [];
  for (let at: Place | undefined = place; at && times.length < 11; at = at.parent) {
    times.push(at.time);
  }
  return times.sort((left, right) => left - right)[Math.floor(times.length / 2)]!;
}

export class Oracle {
  readonly places = new Map<string, Place>();
  tip: Place;
  private readonly room: Room;
  private readonly window: number;
  private readonly limit: bigint;
  private readonly push: Buffer;

  constructor(room: Room) {
    this.room = room;
    this.window = Math.max(120, 12 * room.spacing);
    this.limit = targetOf(room.easiestBits);
    this.tip = this.place(Buffer.from(room.genesis.subarray(0, 80)), undefined, new Map());
    this.push = Buffer.from(`08${this.tip.hash.slice(0, 16)}`, 'hex');
  }

  /** 'valid', or the rule that the block breaks. Nothing bad is remembered. */
  judge(block: Uint8Array, now: number): string {
    try {
      this.replay(Buffer.from(block), now);
      return 'valid';
    } catch (error) {
      if (error instanceof Broken || error instanceof CodecError) return error.message;
      throw error;
    }
  }

  private replay(bytes: Buffer, now: number): void {
    const reader = new Reader(bytes);
    const header = Buffer.from(reader.bytes(80));
    const transactions = list(reader, () => parse(reader, bytes));
    reader.expectEnd();
    if (this.places.has(twice(header).toString('hex'))) return;
    const parent = this.places.get(header.toString('hex', 4, 36));
    if (parent === undefined) throw new Broken('an unknown parent');
    this.judgeHeader(header, parent, now);
    judgeBody(header, transactions, bytes.length);
    this.judgeCoinbase(transactions[0]!, parent.height + 1);
    transactions.slice(1).forEach(judgeTransaction);
    const finals = transactions.map((it) => isFinal(it, parent.height + 1, medianTime(parent)));
    must(!finals.includes(false), 'before its locktime');
    const place = this.place(header, parent, this.spend(transactions, parent));
    if (place.work > this.tip.work) this.tip = place;
  }

  private judgeHeader(header: Buffer, parent: Place, now: number): void {
    const [time, bits] = [header.readUInt32LE(68), header.readUInt32LE(72)];
    const target = targetOf(bits);
    const hash = BigInt(`0x${twice(header).reverse().toString('hex')}`);
    must(target > 0n && target <= this.limit && hash <= target, 'too little work');
    must(bits === this.dueBits(parent, time), 'the wrong difficulty');
    must(time > medianTime(parent), 'not after the median');
    must(time >= parent.time - this.window / 2, 'long before its parent');
    must(time <= now + this.window / 2, 'in the future');
  }

  private dueBits(parent: Place, time: number): number {
    const { parent: grandparent, time: before } = parent;
    const gap = grandparent ? Math.min(before - grandparent.time, this.window) : this.room.spacing;
    const ease = Math.max(0, Math.min(time - before, 5 * this.window) - this.window);
    const exponent = Math.trunc(((gap - this.room.spacing + ease) * 65_536) / this.window);
    const shifts = Math.floor(exponent / 65_536);
    const f = BigInt(exponent - shifts * 65_536);
    const cubic = 195766423245049n * f + 971821376n * f ** 2n + 5127n * f ** 3n + 2n ** 47n;
    const scaled = (targetOf(parent.bits) * (cubic / 2n ** 48n + 65_536n)) << 64n;
    const moved = scaled >> BigInt(64 + 16 - shifts);
    return compact(moved < 1n ? 1n : moved < this.limit ? moved : this.limit);
  }

  private judgeCoinbase(coinbase: Transaction, height: number): void {
    const { scriptSig, sequence } = coinbase.inputs[0]!;
    const start = Buffer.concat([heightPush(height), this.push]);
    must(scriptSig.length >= 2 && scriptSig.length <= 100, 'length of the coinbase');
    must(scriptSig.subarray(0, start.length).equals(start), 'height and room of the coinbase');
    must(coinbase.locktime === height - 1 && sequence === 0xfffffffe, 'locktime of the coinbase');
    judgeForm(coinbase);
  }

  private spend(transactions: readonly Transaction[], parent: Place): Map<string, Coin> {
    const coins = new Map(parent.coins);
    const height = parent.height + 1;
    const maturity = Math.max(10, Math.ceil(300 / this.room.spacing));
    let allowed = 5_000_000_000n >> BigInt(Math.floor(height / this.room.halvingInterval));
    for (const [at, transaction] of transactions.entries()) {
      const spent = at === 0 ? [] : transaction.inputs.map(({ outpoint }) => take(coins, outpoint));
      const isOld = (coin: Coin) => !coin.coinbase || height - coin.height >= maturity;
      must(spent.every(isOld), 'a coinbase too young');
      const fee = at === 0 ? 0n : sum(spent) - sum(transaction.outputs);
      must(fee >= 0n, 'more out than in');
      allowed += fee;
      if (at > 0) judgeSignatures(transaction, spent);
      for (const [vout, output] of transaction.outputs.entries()) {
        const key = `${idOf(transaction).toString('hex')}${little(vout, 4).toString('hex')}`;
        if (isKey(output.script)) coins.set(key, { ...output, height, coinbase: at === 0 });
      }
    }
    must(sum(transactions[0]!.outputs) <= allowed, 'the coinbase pays too much');
    return coins;
  }

  private place(header: Buffer, parent: Place | undefined, coins: Place['coins']): Place {
    const [time, bits] = [header.readUInt32LE(68), header.readUInt32LE(72)];
    const hash = twice(header).toString('hex');
    const height = parent ? parent.height + 1 : 0;
    const work = (parent?.work ?? 0n) + 2n ** 256n / (targetOf(bits) + 1n);
    const place = { hash, parent, height, time, bits, work, coins };
    this.places.set(hash, place);
    return place;
  }
}

function judgeBody(header: Buffer, transactions: readonly Transaction[], size: number): void {
  const [coinbase, ...others] = transactions;
  if (coinbase === undefined) throw new Broken('an empty block');
  const root = merkle(transactions.map(idOf));
  must(root.equals(header.subarray(36, 68)), 'other transactions');
  const ids = new Set(transactions.map((it) => idOf(it).toString('hex')));
  must(ids.size === transactions.length, 'a transaction twice');
  must(coinbase.inputs.length === 1 && isNull(coinbase), 'no coinbase');
  must(!others.some(isNull), 'a second coinbase');
  const { witness } = coinbase.inputs[0]!;
  must(witness.length === 1 && witness[0]!.equals(Buffer.alloc(32)), 'the reserved value');
  const scripts = coinbase.outputs.map(({ script }) => script);
  const marked = scripts.filter((script) => script.toString('hex', 0, 6) === '6a24aa21a9ed');
  must(marked.length === 1 && marked[0] === scripts.at(-1), 'one commitment, the last');
  const leaves = [Buffer.alloc(32), ...others.map(({ bytes }) => twice(bytes))];
  const commitment = twice(merkle(leaves), witness[0]!);
  must(marked[0]!.subarray(6, 38).equals(commitment), 'other witnesses');
  const witnesses = transactions.reduce((n, it) => n + it.bytes.length - it.stripped.length, 0);
  must(3 * (size - witnesses) + size <= 400_000, 'too heavy');
}

function judgeForm({ version, inputs, outputs, stripped }: Transaction): void {
  must(version === 2, 'another version than 2');
  must(inputs.length > 0 && outputs.length > 0, 'an empty list');
  must(stripped.length >= 65, 'the size of a merkle node');
  for (const { value, script } of outputs) {
    const isData = value === 0n && script[0] === 0x6a && script.length <= 83 && isPushes(script);
    must(isData || (value > 0n && isKey(script)), 'an output that is neither key nor data');
  }
  must(sum(outputs) <= MONEY, 'impossible amounts');
}

function judgeTransaction(transaction: Transaction): void {
  const { inputs, outputs } = transaction;
  judgeForm(transaction);
  must(new Set(inputs.map(({ outpoint }) => outpoint)).size === inputs.length, 'an input twice');
  for (const [at, { scriptSig, sequence, witness }] of inputs.entries()) {
    const [signature] = witness;
    must(scriptSig.length === 0, 'a scriptSig');
    must(sequence >= 0xfffffffd, 'a sequence of another meaning');
    must(witness.length === 1 && [64, 65].includes(signature!.length), 'not just a signature');
    const type = signature![64];
    must(type === undefined || HASH_TYPES.has(type), 'an unknown hash type');
    must(((type ?? 1) & 3) !== 3 || at < outputs.length, 'SINGLE without its output');
  }
}

function isFinal({ inputs, locktime }: Transaction, height: number, median: number): boolean {
  if (locktime < (locktime < 500_000_000 ? height : median)) return true;
  return inputs.every(({ sequence }) => sequence === 0xffffffff);
}

function take(coins: Map<string, Coin>, outpoint: string): Coin {
  const coin = coins.get(outpoint);
  if (coin === undefined) throw new Broken('a coin that is not there');
  coins.delete(outpoint);
  return coin;
}

function judgeSignatures(transaction: Transaction, spent: readonly Coin[]): void {
  for (const [at, { witness }] of transaction.inputs.entries()) {
    const key = spent[at]!.script.subarray(2);
    const signature = witness[0]!.subarray(0, 64);
    must(isSigned(sighash(transaction, spent, at), key, signature), 'signed something else');
  }
}

/** The wrapper of libsecp256k1 throws for keys and numbers out of range. */
function isSigned(message: Buffer, key: Buffer, signature: Buffer): boolean {
  try {
    return verifySchnorr(message, key, signature);
  } catch {
    return false;
  }
}

/** BIP341, by key path and without annex. */
function sighash(it: Transaction, spent: readonly Coin[], at: number): Buffer {
  const type = it.inputs[at]!.witness[0]![64] ?? 0;
  const paid = it.outputs.map(({ value, script }) =>
    Buffer.concat([little(value, 8), Buffer.of(script.length), script]),
  );
  const columns = [
    it.inputs.map(({ outpoint }) => Buffer.from(outpoint, 'hex')),
    spent.map(({ value }) => little(value, 8)),
    spent.map(({ script }) => Buffer.concat([Buffer.of(34), script])),
    it.inputs.map(({ sequence }) => little(sequence, 4)),
  ];
  const parts: Uint8Array[] = [Buffer.of(0, type), little(it.version, 4), little(it.locktime, 4)];
  if (type < 0x80) parts.push(...columns.map((column) => sha256(...column)));
  if ((type & 3) < 2) parts.push(sha256(...paid));
  parts.push(Buffer.of(0));
  parts.push(...(type < 0x80 ? [little(at, 4)] : columns.map((column) => column[at]!)));
  if ((type & 3) === 3) parts.push(sha256(paid[at]!));
  const tag = sha256(Buffer.from('TapSighash'));
  return sha256(tag, tag, ...parts);
}
