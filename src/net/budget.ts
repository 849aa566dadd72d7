/**
 * What one link may cost us in bytes. What a peer says without having been asked is counted, and
 * too much of it is a flood; answers that are due are not, however large, nor are new blocks, of
 * which a sandbox may make thousands in a few seconds. The old blocks that we bring a peer are
 * counted, too, so that it leaves our line to others: when its share is used up they wait. Headers
 * are too small to count, and a fresh block waits for nothing.
 */

import {
  UNASKED_BURST_BYTES,
  UNASKED_BYTES_PER_SECOND,
  UPLOAD_BURST_BYTES,
  UPLOAD_BYTES_PER_SECOND,
} from '../util/limits.ts';
import { type Bucket, type BucketRate, fullBucket, refill } from './bucket.ts';
import { InventoryType, type Message } from './messages.ts';
import { ProtocolError } from './wire.ts';

type Answer = 'headers' | 'body' | 'transaction';

export interface Budget {
  readonly unasked: Bucket;
  readonly upload: Bucket;
  /** Answers to what we asked that have not come. */
  readonly due: Record<Answer, number>;
  /** Height of the tip that it asked for last and got ahead of everything else. */
  freshHeight: number;
}

const UNASKED_RATE: BucketRate = { perSecond: UNASKED_BYTES_PER_SECOND, max: UNASKED_BURST_BYTES };
const UPLOAD_RATE: BucketRate = { perSecond: UPLOAD_BYTES_PER_SECOND, max: UPLOAD_BURST_BYTES };

export function createBudget(now: number): Budget {
  return {
    unasked: fullBucket(UNASKED_RATE, now),
    upload: fullBucket(UPLOAD_RATE, now),
    due: { headers: 0, body: 0, transaction: 0 },
    freshHeight: 0,
  };
}

/** Notes what a message of ours asks for. */
export function noteAsked({ due }: Budget, message: Message): void {
  if (message.name === 'getheaders') due.headers += 1;
  // Whoever lacks the block's transactions in memory sends the whole of it.
  else if (message.name === 'getblocktxn') due.body += 1;
  else if (message.name === 'getdata') {
    for (const { type } of message.items) due[answerTo(type)] += 1;
  }
}

/** Counts a message of a peer. Throws ProtocolError for a flood. */
export function noteHeard(
  budget: Budget,
  message: Message,
  { sizeBytes, now }: { readonly sizeBytes: number; readonly now: number },
): void {
  const answer = ANSWERS[message.name];
  if (message.name === 'notfound') {
    for (const { type } of message.items) takeDue(budget, answerTo(type));
  }
  if (answer !== undefined && takeDue(budget, answer)) return;
  const { unasked } = budget;
  refill(unasked, UNASKED_RATE, now);
  unasked.tokens -= sizeBytes;
  if (unasked.tokens < 0) throw new ProtocolError('flood', 'more than it was asked for');
}

/** What it said was a block that we lacked and kept: news is no flood, however fast it comes. */
export function noteNews({ unasked }: Budget, sizeBytes: number): void {
  unasked.tokens = Math.min(UNASKED_BURST_BYTES, unasked.tokens + sizeBytes);
}

/** Whether more of the past may be sent; `noteUpload` may overdraw it once. */
export function mayUpload({ upload }: Budget): boolean {
  return upload.tokens > 0;
}

export function noteUpload({ upload }: Budget, sizeBytes: number): void {
  upload.tokens -= sizeBytes;
}

export function refillUpload({ upload }: Budget, now: number): void {
  refill(upload, UPLOAD_RATE, now);
}

const ANSWERS: Partial<Record<Message['name'], Answer>> = {
  headers: 'headers',
  block: 'body',
  blocktxn: 'body',
  tx: 'transaction',
};

function answerTo(inventoryType: number): Answer {
  return inventoryType === InventoryType.block ? 'body' : 'transaction';
}

function takeDue({ due }: Budget, answer: Answer): boolean {
  if (due[answer] === 0) return false;
  due[answer] -= 1;
  return true;
}
