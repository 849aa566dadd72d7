/** The rules under which forgeries are refused: what each says, and where it comes from. */

import { toSay } from '../language/say.ts';

export interface Rule {
  readonly rule: string;
  /** Names of documents, which are the same in every language. */
  readonly origin: string;
}

const RULES: Readonly<Record<string, Rule>> = {
  'bad-txns-signature': {
    rule: toSay('A coin is spent by a signature of the key that it names, and by no other.'),
    origin: 'BIP340, BIP341',
  },
  'bad-cb-amount': {
    rule: toSay('A block pays its miner the new coins of its height and its fees, and no more.'),
    origin: 'Bitcoin: ConnectBlock',
  },
  'bad-diffbits': {
    rule: toSay('The target follows from the blocks before. No header may choose its own.'),
    origin: 'Bitcoin: ContextualCheckBlockHeader',
  },
  'high-hash': {
    rule: toSay('The hash of a header is at most its target: that is the proof of work.'),
    origin: 'Bitcoin: CheckProofOfWork',
  },
  'bad-txnmrklroot': {
    rule: toSay('The merkle root in the header is the one that its transactions give.'),
    origin: 'Bitcoin: CheckMerkleRoot',
  },
  'bad-txns-duplicate': {
    rule: toSay('No transaction stands in a block twice.'),
    origin: 'CVE-2012-2459',
  },
  'bad-witness-merkle-match': {
    rule: toSay('The first transaction commits to all signatures of the block.'),
    origin: 'BIP141',
  },
  'bad-witness-missing': {
    rule: toSay('The first transaction commits to all signatures of the block.'),
    origin: 'BIP141',
  },
  'bad-witness-multiple': {
    rule: toSay('There is one commitment to the signatures, and it is the last output.'),
    origin: 'Tabchain, BIP141',
  },
  'bad-witness-place': {
    rule: toSay('There is one commitment to the signatures, and it is the last output.'),
    origin: 'Tabchain, BIP141',
  },
  'bad-witness-nonce-size': {
    rule: toSay('The first transaction carries the 32 reserved bytes of its commitment.'),
    origin: 'BIP141',
  },
  'bad-witness-nonce': {
    rule: toSay('The 32 reserved bytes of the commitment are zero.'),
    origin: 'BIP141',
  },
  'bad-cb-missing': {
    rule: toSay('The first transaction of a block is the one that creates its coins.'),
    origin: 'Bitcoin: CheckBlock',
  },
  'bad-cb-multiple': {
    rule: toSay('Only the first transaction of a block creates coins.'),
    origin: 'Bitcoin: CheckBlock',
  },
  'bad-cb-height': {
    rule: toSay('The first transaction begins with the height of its block.'),
    origin: 'BIP34',
  },
  'bad-cb-genesis': {
    rule: toSay('The first transaction names the room that its coins belong to.'),
    origin: 'Tabchain',
  },
  'bad-cb-length': {
    rule: toSay('The script of the first transaction has 2 to 100 bytes.'),
    origin: 'Bitcoin: CheckTransaction',
  },
  'bad-cb-locktime': {
    rule: toSay('The lock time of the first transaction is the height of its block, less one.'),
    origin: 'BIP54',
  },
  'bad-cb-sequence': {
    rule: toSay('The first transaction keeps its lock time in force.'),
    origin: 'BIP54',
  },
  'time-too-old': {
    rule: toSay('A block is later than the median of the eleven before it.'),
    origin: 'Bitcoin: ContextualCheckBlockHeader',
  },
  'time-too-far-back': {
    rule: toSay('The time of a block does not lie far before that of its parent.'),
    origin: 'BIP54',
  },
  'bad-blk-length': {
    rule: toSay('A block has at least one transaction, and its size has a limit.'),
    origin: 'Bitcoin: CheckBlock',
  },
  'bad-blk-weight': {
    rule: toSay('A block has at least one transaction, and its size has a limit.'),
    origin: 'BIP141',
  },
  'message-malformed': {
    rule: toSay('These bytes are no message: every number and list has one form only.'),
    origin: 'BIP144',
  },
  flood: {
    rule: toSay('A tab may send unasked only as much as its budget allows.'),
    origin: 'Tabchain',
  },
  'hello-proof': {
    rule: toSay('Whoever joins proves to hold the room’s link.'),
    origin: 'Tabchain',
  },
  'bad-prevblk': {
    rule: toSay('A block that stands on a refused one is refused.'),
    origin: 'Bitcoin: AcceptBlockHeader',
  },
};

const OF_TRANSACTIONS: Rule = {
  rule: toSay('One of its transactions breaks a rule.'),
  origin: 'Bitcoin: CheckTransaction',
};

const UNKNOWN: Rule = {
  rule: toSay('It broke a rule of the protocol, and the node closed the link.'),
  origin: 'Tabchain',
};

export function ruleOf(code: string): Rule {
  const known = Object.hasOwn(RULES, code) ? RULES[code] : undefined;
  return known ?? (code.startsWith('bad-txns-') ? OF_TRANSACTIONS : UNKNOWN);
}
