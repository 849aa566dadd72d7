/**
 * What each field is called, here and in Bitcoin, and two sentences about it: what it is, and which
 * rule checks it.
 */

import type { Row, Tint } from './field-row.ts';
import { WIRE_FIELDS } from './wire-fields.ts';

export type FieldKind = keyof typeof FIELDS;

export interface FieldWords {
  readonly name: string;
  /** As Bitcoin's sources or specifications call it. */
  readonly core: string;
  readonly what: string;
  readonly rule: string;
}

const CHAIN_FIELDS = {
  version: [
    'Version',
    'nVersion',
    'shape',
    'A number by which blocks may announce what their miner understands.',
    'Any value is valid. Miners here write 0x20000000, and may change 16 of its bits while ' +
      'they search (BIP320).',
  ],
  'previous-block': [
    'Previous block',
    'hashPrevBlock',
    'link',
    'The hash of the block before: this is what makes blocks a chain.',
    'It must be the hash of a block that is known. Change one byte of an old block, and every ' +
      'later link breaks.',
  ],
  'merkle-root': [
    'Merkle root',
    'hashMerkleRoot',
    'link',
    'One hash that stands for all transactions of the block, in their order.',
    'It is computed anew from the transactions and must agree. A tree with doubled leaves is ' +
      'refused (CVE-2012-2459).',
  ],
  time: [
    'Time',
    'nTime',
    'time',
    'When the miner says that it made this block, in seconds since 1970.',
    'Later than the median of the eleven blocks before, not much earlier than the block ' +
      'before, and not in the future.',
  ],
  bits: [
    'Target',
    'nBits',
    'work',
    'The number that the block’s hash must not exceed, in short form: the lower, the more work.',
    'Every node computes from the times of the blocks before what must stand here; anything ' +
      'else is refused.',
  ],
  nonce: [
    'Nonce',
    'nNonce',
    'work',
    'The number that miners change, billions of times, until the hash is low enough.',
    'Any value is valid, if only the hash of these 80 bytes is at most the target: that is ' +
      'the proof of work.',
  ],
  'tx-version': [
    'Version',
    'nVersion',
    'shape',
    'The version of the transaction’s rules.',
    'It must be 2 here, which is what lets relative and absolute locks work as in BIP68 and ' +
      'BIP113.',
  ],
  'segwit-marker': [
    'Marker and flag',
    'marker, flag',
    'shape',
    'Two bytes, 00 and 01, which say that signatures stand apart from the rest (BIP144).',
    'They are mandatory here. They and the signatures do not count for the transaction’s id.',
  ],
  'input-count': [
    'Inputs',
    'vin count',
    'shape',
    'How many coins this transaction spends.',
    'At least one; and no coin twice (CVE-2018-17144).',
  ],
  'no-coin': [
    'No coin',
    'prevout.hash',
    'link',
    'A coinbase spends nothing: where others name a transaction, it has 32 zero bytes.',
    'Only the first transaction of a block may look like this, and it must.',
  ],
  'no-index': [
    'No output',
    'prevout.n',
    'link',
    'The largest number there is, which no output has.',
    'Together with the zero bytes before it, it marks the coinbase.',
  ],
  'spent-txid': [
    'Spends',
    'prevout.hash',
    'link',
    'The id of the transaction whose output is spent here.',
    'That output must exist on this branch, and nobody may have spent it before.',
  ],
  'spent-index': [
    'Its output',
    'prevout.n',
    'link',
    'Which of that transaction’s outputs, counted from 0.',
    'It must be one that exists. A block’s reward must lie deep enough before it is spent.',
  ],
  'input-script-length': [
    'Length of the script',
    'CompactSize',
    'shape',
    'How many bytes the script that follows has.',
    'Every length is written in its shortest form; any other is refused, so one thing has one ' +
      'encoding.',
  ],
  'output-script-length': [
    'Length of the script',
    'CompactSize',
    'shape',
    'How many bytes the script that follows has.',
    'It must be as long as one of the two forms that are valid here.',
  ],
  'script-sig': [
    'Input script',
    'scriptSig',
    'proof',
    'Where signatures stood before segregated witnesses.',
    'It must be empty here: signatures stand in the witness.',
  ],
  'coinbase-height': [
    'Height',
    'BIP34',
    'value',
    'The height of the block, so that no two coinbases are the same.',
    'It must be the block’s height, in its shortest form (BIP34).',
  ],
  'coinbase-room': [
    'Room',
    'genesis hash, 8 bytes',
    'link',
    'The first bytes of the hash of this room’s first block.',
    'A rule of these rooms: it makes every coin, and every signature, belong to one room only.',
  ],
  'extra-nonce': [
    'Extra nonce',
    'extraNonce',
    'work',
    'Eight bytes more for the search: the nonce of the header alone is used up within seconds.',
    'Any value is valid. It changes the coinbase’s id, and so the merkle root.',
  ],
  'miner-tag': [
    'Miner’s name',
    'coinbase tag',
    'text',
    'What the miner calls itself. Anybody may write any name.',
    'It is shown as text and never believed; the whole script may have 100 bytes.',
  ],
  'coinbase-rest': [
    'Free bytes',
    'coinbase data',
    'text',
    'Bytes that the miner was free to choose.',
    'They are not looked at, but for the length of the whole script: at most 100 bytes.',
  ],
  sequence: [
    'Sequence',
    'nSequence',
    'time',
    'Says whether the transaction may be replaced or locked in time.',
    'One of three values here: 0xffffffff, 0xfffffffe or 0xfffffffd.',
  ],
  'output-count': [
    'Outputs',
    'vout count',
    'shape',
    'How many new coins and memos this transaction makes.',
    'At least one.',
  ],
  amount: [
    'Amount',
    'nValue',
    'value',
    'What this output is worth, in ticks: 100 000 000 are one TAB.',
    'All outputs together are at most what the inputs were worth; the rest is the miner’s fee.',
  ],
  'key-script': [
    'Pays to a key',
    'scriptPubKey',
    'value',
    'Whoever can sign for this key owns the coin (Taproot, BIP341). An address is this script ' +
      'as text.',
    'It must be exactly this form: the byte 51, the byte 20, and 32 bytes of key.',
  ],
  'memo-script': [
    'Memo',
    'OP_RETURN',
    'text',
    'Data that stands on the chain for everybody to read; it is no coin.',
    'Its amount is zero and it has at most 83 bytes. The last one in a coinbase commits to ' +
      'all signatures (BIP141).',
  ],
  'witness-count': [
    'Proofs of an input',
    'witness items',
    'shape',
    'How many pieces of evidence follow for one input.',
    'Exactly one: a coin here is spent by one signature.',
  ],
  'witness-length': [
    'Length of the proof',
    'CompactSize',
    'shape',
    'How many bytes the proof that follows has.',
    '64, or 65 where a signature says what it signs.',
  ],
  signature: [
    'Signature',
    'BIP340',
    'proof',
    'The owner of the coin that is spent signs this transaction with the coin’s key.',
    'It is verified against the key in the spent output; changing one byte of the transaction ' +
      'makes it invalid.',
  ],
  'reserved-value': [
    'Reserved value',
    'witness reserved value',
    'proof',
    'Thirty-two zero bytes that enter the commitment to all signatures of the block.',
    'They must be there, and zero, in every coinbase (BIP141).',
  ],
  locktime: [
    'Lock time',
    'nLockTime',
    'time',
    'The height or time before which the transaction may be in no block.',
    'It must have passed (BIP113). In a coinbase it is the height less one (BIP54).',
  ],
} as const satisfies Readonly<Record<string, Row>>;

const FIELDS = { ...CHAIN_FIELDS, ...WIRE_FIELDS };

export function wordsOf(kind: FieldKind): FieldWords {
  const [name, core, , what, rule] = FIELDS[kind];
  return { name, core, what, rule };
}

/** What a field that there is several times belongs to, where not to an input. */
const OWNERS: Partial<Record<FieldKind, string>> = {
  amount: 'output',
  'key-script': 'output',
  'memo-script': 'output',
  'output-script-length': 'output',
  version: 'header',
  'previous-block': 'header',
  'merkle-root': 'header',
  time: 'header',
  bits: 'header',
  nonce: 'header',
  'no-transactions': 'header',
  'locator-hash': 'hash',
  'inventory-type': 'item',
  'inventory-block': 'item',
  'inventory-transaction': 'item',
  'neighbour-key': 'tab',
  'short-id': 'transaction',
  'place-skipped': 'transaction',
  'whole-transaction': 'transaction',
};

export function ownerOf(kind: FieldKind): string {
  return OWNERS[kind] ?? 'input';
}

export function tintOf(kind: FieldKind): Tint {
  return FIELDS[kind][2];
}
