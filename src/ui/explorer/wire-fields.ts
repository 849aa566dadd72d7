/** What each field of a message is called, and two sentences about it. */

import { toSay } from '../language/say.ts';
import type { FieldRow } from './field-row.ts';

export const WIRE_FIELDS = {
  'frame-magic': {
    name: toSay('Room'),
    core: 'message start, magic',
    tint: 'link',
    what: toSay(
      'Four bytes that every message of this room begins with, made from its first block.',
    ),
    rule: toSay('Any other value closes the link: it would be a message of another room.'),
  },
  'frame-type': {
    name: toSay('Type'),
    core: 'command',
    tint: 'shape',
    what: toSay('Which message this is. Bitcoin writes out its name; here a number stands for it.'),
    rule: toSay(
      'Unknown types are counted and ignored, a hundred a minute. Nothing but hello is read ' +
        'first.',
    ),
  },
  'frame-length': {
    name: toSay('Length'),
    core: 'length',
    tint: 'shape',
    what: toSay('How many bytes follow.'),
    rule: toSay('It must be exactly what follows, and a message has at most 512 kB.'),
  },
  'protocol-version': {
    name: toSay('Protocol'),
    core: 'version',
    tint: 'shape',
    what: toSay('The version of the peer protocol that the sender speaks.'),
    rule: toSay('In a hello it must be 1; elsewhere any value is read.'),
  },
  genesis: {
    name: toSay('First block'),
    core: 'genesis hash',
    tint: 'link',
    what: toSay('The hash of the room’s first block: which network the sender belongs to.'),
    rule: toSay('It must be the same on both sides, or the link is closed.'),
  },
  'node-key': {
    name: toSay('Node key'),
    core: 'x-only public key',
    tint: 'link',
    what: toSay('The key that names this tab; it stays the same over reloads.'),
    rule: toSay('The tab proves by a signature that it is its own (BIP340).'),
  },
  'hello-nonce': {
    name: toSay('Nonce'),
    core: 'nonce',
    tint: 'proof',
    what: toSay('Thirty-two random bytes, drawn for this link alone.'),
    rule: toSay(
      'The answer’s proof covers the caller’s nonce, too, so no old hello can be used again.',
    ),
  },
  'hello-mac': {
    name: toSay('Proof of the room'),
    core: 'HMAC-SHA256',
    tint: 'proof',
    what: toSay(
      'Only who has the room’s link can make it. It covers both ends’ certificates, so ' +
        'nobody can sit between.',
    ),
    rule: toSay('It must verify within five seconds; nothing else is read before.'),
  },
  'hello-signature': {
    name: toSay('Proof of the key'),
    core: 'BIP340 signature',
    tint: 'proof',
    what: toSay('A signature with the node key over the same facts.'),
    rule: toSay('It must verify, so nobody can take another tab’s name.'),
  },
  services: {
    name: toSay('Services'),
    core: 'services',
    tint: 'shape',
    what: toSay('In Bitcoin it says what a node offers; here every node offers everything.'),
    rule: toSay('Any value is read, and none has a meaning.'),
  },
  'sender-time': {
    name: toSay('Sender’s time'),
    core: 'timestamp',
    tint: 'time',
    what: toSay('What the sender’s clock says, in seconds since 1970.'),
    rule: toSay('It only warns: a clock that is far off stops this tab’s mining, with a sentence.'),
  },
  'no-addresses': {
    name: toSay('Addresses'),
    core: 'addr_recv, addr_from',
    tint: 'shape',
    what: toSay('In Bitcoin two network addresses; tabs have none.'),
    rule: toSay('All 52 bytes must be zero.'),
  },
  'version-nonce': {
    name: toSay('Nonce'),
    core: 'nonce',
    tint: 'proof',
    what: toSay('A random number; by it a Bitcoin node notices that it has called itself.'),
    rule: toSay('Any value is valid: here the node key tells.'),
  },
  'agent-length': {
    name: toSay('Length of the name'),
    core: 'CompactSize',
    tint: 'shape',
    what: toSay('How many bytes the name that follows has.'),
    rule: toSay('At most 256.'),
  },
  'user-agent': {
    name: toSay('Software and name'),
    core: 'user_agent',
    tint: 'text',
    what: toSay('What the sender calls its software and, in brackets, its miner (BIP14).'),
    rule: toSay('It must be valid UTF-8. It is shown as text, and never believed.'),
  },
  'start-height': {
    name: toSay('Height'),
    core: 'start_height',
    tint: 'value',
    what: toSay('How high the sender says its chain is.'),
    rule: toSay('It is only shown. What counts are headers with proof of work.'),
  },
  relay: {
    name: toSay('Wants transactions'),
    core: 'relay',
    tint: 'shape',
    what: toSay('Says that the sender wants to hear of transactions (BIP37).'),
    rule: toSay('It must be 1.'),
  },
  'ping-nonce': {
    name: toSay('Nonce'),
    core: 'nonce',
    tint: 'proof',
    what: toSay(
      'A number that the answer must repeat: the time between the two is the round trip.',
    ),
    rule: toSay(
      'A pong with another number says nothing. After thirty seconds of silence a link is ' +
        'given up.',
    ),
  },
  count: {
    name: toSay('Count'),
    core: 'CompactSize',
    tint: 'shape',
    what: toSay('How many entries follow.'),
    rule: toSay(
      'It is written in its shortest form, and no memory is set aside for more than has ' +
        'arrived.',
    ),
  },
  'locator-hash': {
    name: toSay('A block it has'),
    core: 'block locator',
    tint: 'link',
    what: toSay('A block of the sender’s chain: the newest ones first, then ever fewer.'),
    rule: toSay(
      'The answer begins after the first of them that the other side has, too. At most 64.',
    ),
  },
  'stop-hash': {
    name: toSay('Where to stop'),
    core: 'hash_stop',
    tint: 'link',
    what: toSay('The last header that is wanted; zero for as many as fit.'),
    rule: toSay('Any value is valid.'),
  },
  'no-transactions': {
    name: toSay('Transactions'),
    core: 'txn_count',
    tint: 'shape',
    what: toSay('A zero: headers travel without their transactions.'),
    rule: toSay('It must be 0.'),
  },
  'inventory-type': {
    name: toSay('Kind'),
    core: 'inv type',
    tint: 'shape',
    what: toSay('What the hash that follows names: a block, or a transaction (BIP144, BIP339).'),
    rule: toSay('What is of an unknown kind is not found.'),
  },
  'inventory-block': {
    name: toSay('Block'),
    core: 'hash',
    tint: 'link',
    what: toSay('The hash of the block.'),
    rule: toSay('Only blocks that were asked for, or are news, are welcome.'),
  },
  'inventory-transaction': {
    name: toSay('Transaction'),
    core: 'wtxid',
    tint: 'link',
    what: toSay('The transaction’s id with its signatures (BIP339).'),
    rule: toSay('Whoever announces a transaction must be able to bring it within four seconds.'),
  },
  'whole-transaction': {
    name: toSay('Transaction'),
    core: 'tx',
    tint: 'value',
    what: toSay('A whole transaction. The explorer shows one field by field.'),
    rule: toSay('Every rule of transactions applies to it, one by one.'),
  },
  'compact-nonce': {
    name: toSay('Nonce'),
    core: 'nonce',
    tint: 'proof',
    what: toSay(
      'A number that the sender drew: together with the header it makes the key of the ' +
        'short names.',
    ),
    rule: toSay(
      'Any value is valid. So nobody can prepare two transactions whose names clash ' +
        'everywhere.',
    ),
  },
  'short-id': {
    name: toSay('Short name'),
    core: 'shortid',
    tint: 'link',
    what: toSay(
      'Six bytes that stand for a transaction which the other side probably has already ' +
        '(BIP152).',
    ),
    rule: toSay(
      'If two names clash, or one is unknown, the transactions are asked for; nobody is ' +
        'blamed.',
    ),
  },
  'place-skipped': {
    name: toSay('Place'),
    core: 'differentially encoded index',
    tint: 'shape',
    what: toSay(
      'Which transaction of the block this is, written as the distance from the one before.',
    ),
    rule: toSay('It must lie within the block.'),
  },
  'block-hash': {
    name: toSay('Block'),
    core: 'blockhash',
    tint: 'link',
    what: toSay('The block that this is about.'),
    rule: toSay('It must be one that was told in short.'),
  },
  'neighbour-key': {
    name: toSay('A neighbour'),
    core: 'node key',
    tint: 'link',
    what: toSay(
      'The key of a tab that the sender is linked to. Links to it can be made through the ' +
        'sender.',
    ),
    rule: toSay('At most 32, each once, in rising order.'),
  },
  'signal-from': {
    name: toSay('From'),
    core: 'node key',
    tint: 'link',
    what: toSay('The tab that wants a link.'),
    rule: toSay(
      'A tab has signals carried under its own key only; whoever uses another loses the link.',
    ),
  },
  'signal-to': {
    name: toSay('To'),
    core: 'node key',
    tint: 'link',
    what: toSay('The tab that it wants a link with.'),
    rule: toSay('If it is this tab, the text is read; if a neighbour, it is passed on.'),
  },
  'signal-length': {
    name: toSay('Length of the text'),
    core: 'CompactSize',
    tint: 'shape',
    what: toSay('How many bytes the text that follows has.'),
    rule: toSay('At most 32 kB.'),
  },
  'signal-text': {
    name: toSay('Sealed text'),
    core: 'sealed offer or answer',
    tint: 'text',
    what: toSay(
      'How to reach the sender, under the room’s key: whoever passes it on without that key ' +
        'cannot read it.',
    ),
    rule: toSay('It must be valid UTF-8, and what cannot be opened is dropped.'),
  },
  cut: {
    name: toSay('Not kept'),
    core: 'truncated here',
    tint: 'shape',
    what: toSay(
      'This message is longer than what the inspector keeps of it; here the kept part ends.',
    ),
    rule: toSay('The node has read all of it.'),
  },
  unreadable: {
    name: toSay('Not readable'),
    core: 'malformed',
    tint: 'work',
    what: toSay('These bytes do not follow the format of this message.'),
    rule: toSay(
      'Whoever sends such a message loses the link and is not let in again for ten minutes.',
    ),
  },
} as const satisfies Readonly<Record<string, FieldRow>>;
