/**
 * What each field is called, here and in Bitcoin, and two sentences about it: what it is, and which
 * rule checks it.
 */

import { say, toSay } from '../language/say.ts';
import type { FieldRow, Tint } from './field-row.ts';
import { WIRE_FIELDS } from './wire-fields.ts';

export type FieldKind = keyof typeof FIELDS;

export type FieldWords = Omit<FieldRow, 'tint'>;

const CHAIN_FIELDS = {
  version: {
    name: toSay('Version'),
    core: 'nVersion',
    tint: 'shape',
    what: toSay('A number by which blocks may announce what their miner understands.'),
    rule: toSay(
      'Any value is valid. Miners here write 0x20000000, and may change 16 of its bits ' +
        'while they search (BIP320).',
    ),
  },
  'previous-block': {
    name: toSay('Previous block'),
    core: 'hashPrevBlock',
    tint: 'link',
    what: toSay('The hash of the block before: this is what makes blocks a chain.'),
    rule: toSay(
      'It must be the hash of a block that is known. Change one byte of an old block, and ' +
        'every later link breaks.',
    ),
  },
  'merkle-root': {
    name: toSay('Merkle root'),
    core: 'hashMerkleRoot',
    tint: 'link',
    what: toSay('One hash that stands for all transactions of the block, in their order.'),
    rule: toSay(
      'It is computed anew from the transactions and must agree. A tree with doubled leaves ' +
        'is refused (CVE-2012-2459).',
    ),
  },
  time: {
    name: toSay('Time'),
    core: 'nTime',
    tint: 'time',
    what: toSay('When the miner says that it made this block, in seconds since 1970.'),
    rule: toSay(
      'Later than the median of the eleven blocks before, not much earlier than the block ' +
        'before, and not in the future.',
    ),
  },
  bits: {
    name: toSay('Target'),
    core: 'nBits',
    tint: 'work',
    what: toSay(
      'The number that the block’s hash must not exceed, in short form: the lower, the more ' +
        'work.',
    ),
    rule: toSay(
      'Every node computes from the times of the blocks before what must stand here; ' +
        'anything else is refused.',
    ),
  },
  nonce: {
    name: toSay('Nonce'),
    core: 'nNonce',
    tint: 'work',
    what: toSay('The number that miners change, billions of times, until the hash is low enough.'),
    rule: toSay(
      'Any value is valid, if only the hash of these 80 bytes is at most the target: that ' +
        'is the proof of work.',
    ),
  },
  'tx-version': {
    name: toSay('Version'),
    core: 'nVersion',
    tint: 'shape',
    what: toSay('The version of the transaction’s rules.'),
    rule: toSay(
      'It must be 2 here, which is what lets relative and absolute locks work as in BIP68 ' +
        'and BIP113.',
    ),
  },
  'segwit-marker': {
    name: toSay('Marker and flag'),
    core: 'marker, flag',
    tint: 'shape',
    what: toSay(
      'Two bytes, 00 and 01, which say that signatures stand apart from the rest (BIP144).',
    ),
    rule: toSay(
      'They are mandatory here. They and the signatures do not count for the transaction’s ' +
        'id.',
    ),
  },
  'input-count': {
    name: toSay('Inputs'),
    core: 'vin count',
    tint: 'shape',
    what: toSay('How many coins this transaction spends.'),
    rule: toSay('At least one; and no coin twice (CVE-2018-17144).'),
  },
  'no-coin': {
    name: toSay('No coin'),
    core: 'prevout.hash',
    tint: 'link',
    what: toSay(
      'A coinbase spends nothing: where others name a transaction, it has 32 zero bytes.',
    ),
    rule: toSay('Only the first transaction of a block may look like this, and it must.'),
  },
  'no-index': {
    name: toSay('No output'),
    core: 'prevout.n',
    tint: 'link',
    what: toSay('The largest number there is, which no output has.'),
    rule: toSay('Together with the zero bytes before it, it marks the coinbase.'),
  },
  'spent-txid': {
    name: toSay('Spends'),
    core: 'prevout.hash',
    tint: 'link',
    what: toSay('The id of the transaction whose output is spent here.'),
    rule: toSay('That output must exist on this branch, and nobody may have spent it before.'),
  },
  'spent-index': {
    name: toSay('Its output'),
    core: 'prevout.n',
    tint: 'link',
    what: toSay('Which of that transaction’s outputs, counted from 0.'),
    rule: toSay(
      'It must be one that exists. A block’s reward must lie deep enough before it is spent.',
    ),
  },
  'input-script-length': {
    name: toSay('Length of the script'),
    core: 'CompactSize',
    tint: 'shape',
    what: toSay('How many bytes the script that follows has.'),
    rule: toSay(
      'Every length is written in its shortest form; any other is refused, so one thing has ' +
        'one encoding.',
    ),
  },
  'output-script-length': {
    name: toSay('Length of the script'),
    core: 'CompactSize',
    tint: 'shape',
    what: toSay('How many bytes the script that follows has.'),
    rule: toSay('It must be as long as one of the two forms that are valid here.'),
  },
  'script-sig': {
    name: toSay('Input script'),
    core: 'scriptSig',
    tint: 'proof',
    what: toSay('Where signatures stood before segregated witnesses.'),
    rule: toSay('It must be empty here: signatures stand in the witness.'),
  },
  'coinbase-height': {
    name: toSay('Height'),
    core: 'BIP34',
    tint: 'value',
    what: toSay('The height of the block, so that no two coinbases are the same.'),
    rule: toSay('It must be the block’s height, in its shortest form (BIP34).'),
  },
  'coinbase-room': {
    name: toSay('Room'),
    core: 'genesis hash, 8 bytes',
    tint: 'link',
    what: toSay('The first bytes of the hash of this room’s first block.'),
    rule: toSay(
      'A rule of these rooms: it makes every coin, and every signature, belong to one room ' +
        'only.',
    ),
  },
  'extra-nonce': {
    name: toSay('Extra nonce'),
    core: 'extraNonce',
    tint: 'work',
    what: toSay(
      'Eight bytes more for the search: the nonce of the header alone is used up within ' +
        'seconds.',
    ),
    rule: toSay('Any value is valid. It changes the coinbase’s id, and so the merkle root.'),
  },
  'miner-tag': {
    name: toSay('Miner’s name'),
    core: 'coinbase tag',
    tint: 'text',
    what: toSay('What the miner calls itself. Anybody may write any name.'),
    rule: toSay('It is shown as text and never believed; the whole script may have 100 bytes.'),
  },
  'coinbase-rest': {
    name: toSay('Free bytes'),
    core: 'coinbase data',
    tint: 'text',
    what: toSay('Bytes that the miner was free to choose.'),
    rule: toSay(
      'They are not looked at, but for the length of the whole script: at most 100 bytes.',
    ),
  },
  sequence: {
    name: toSay('Sequence'),
    core: 'nSequence',
    tint: 'time',
    what: toSay('Says whether the transaction may be replaced or locked in time.'),
    rule: toSay('One of three values here: 0xffffffff, 0xfffffffe or 0xfffffffd.'),
  },
  'output-count': {
    name: toSay('Outputs'),
    core: 'vout count',
    tint: 'shape',
    what: toSay('How many new coins and memos this transaction makes.'),
    rule: toSay('At least one.'),
  },
  amount: {
    name: toSay('Amount'),
    core: 'nValue',
    tint: 'value',
    what: toSay('What this output is worth, in ticks: 100 000 000 are one TAB.'),
    rule: toSay(
      'All outputs together are at most what the inputs were worth; the rest is the miner’s ' +
        'fee.',
    ),
  },
  'key-script': {
    name: toSay('Pays to a key'),
    core: 'scriptPubKey',
    tint: 'value',
    what: toSay(
      'Whoever can sign for this key owns the coin (Taproot, BIP341). An address is this ' +
        'script as text.',
    ),
    rule: toSay('It must be exactly this form: the byte 51, the byte 20, and 32 bytes of key.'),
  },
  'memo-script': {
    name: toSay('Memo'),
    core: 'OP_RETURN',
    tint: 'text',
    what: toSay('Data that stands on the chain for everybody to read; it is no coin.'),
    rule: toSay(
      'Its amount is zero and it has at most 83 bytes. The last one in a coinbase commits ' +
        'to all signatures (BIP141).',
    ),
  },
  'witness-count': {
    name: toSay('Proofs of an input'),
    core: 'witness items',
    tint: 'shape',
    what: toSay('How many pieces of evidence follow for one input.'),
    rule: toSay('Exactly one: a coin here is spent by one signature.'),
  },
  'witness-length': {
    name: toSay('Length of the proof'),
    core: 'CompactSize',
    tint: 'shape',
    what: toSay('How many bytes the proof that follows has.'),
    rule: toSay('64, or 65 where a signature says what it signs.'),
  },
  signature: {
    name: toSay('Signature'),
    core: 'BIP340',
    tint: 'proof',
    what: toSay('The owner of the coin that is spent signs this transaction with the coin’s key.'),
    rule: toSay(
      'It is verified against the key in the spent output; changing one byte of the ' +
        'transaction makes it invalid.',
    ),
  },
  'reserved-value': {
    name: toSay('Reserved value'),
    core: 'witness reserved value',
    tint: 'proof',
    what: toSay('Thirty-two zero bytes that enter the commitment to all signatures of the block.'),
    rule: toSay('They must be there, and zero, in every coinbase (BIP141).'),
  },
  locktime: {
    name: toSay('Lock time'),
    core: 'nLockTime',
    tint: 'time',
    what: toSay('The height or time before which the transaction may be in no block.'),
    rule: toSay('It must have passed (BIP113). In a coinbase it is the height less one (BIP54).'),
  },
} as const satisfies Readonly<Record<string, FieldRow>>;

const FIELDS = { ...CHAIN_FIELDS, ...WIRE_FIELDS };

export function wordsOf(kind: FieldKind): FieldWords {
  const { name, core, what, rule } = FIELDS[kind];
  return { name: say(name), core, what: say(what), rule: say(rule) };
}

/** What a field that there is several times belongs to, where not to an input. */
const OWNERS: Partial<Record<FieldKind, string>> = {
  amount: toSay('output {number}'),
  'key-script': toSay('output {number}'),
  'memo-script': toSay('output {number}'),
  'output-script-length': toSay('output {number}'),
  version: toSay('header {number}'),
  'previous-block': toSay('header {number}'),
  'merkle-root': toSay('header {number}'),
  time: toSay('header {number}'),
  bits: toSay('header {number}'),
  nonce: toSay('header {number}'),
  'no-transactions': toSay('header {number}'),
  'locator-hash': toSay('hash {number}'),
  'inventory-type': toSay('item {number}'),
  'inventory-block': toSay('item {number}'),
  'inventory-transaction': toSay('item {number}'),
  'neighbour-key': toSay('tab {number}'),
  'short-id': toSay('transaction {number}'),
  'place-skipped': toSay('transaction {number}'),
  'whole-transaction': toSay('transaction {number}'),
};

/** 'output 2', counted from 0. */
export function ownerOf(kind: FieldKind, number: number): string {
  return say(OWNERS[kind] ?? toSay('input {number}'), { number });
}

export function tintOf(kind: FieldKind): Tint {
  return FIELDS[kind].tint;
}
