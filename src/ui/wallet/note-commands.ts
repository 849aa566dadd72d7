/** The commands for notes and proofs, with the shapes of their answers. */

import { say, toSay } from '../language/say.ts';
import { type Call, fieldsOf, numberOf, type PaymentPlan, readPlan, textOf } from './commands.ts';
import { ANSWER_UNKNOWN } from './refusal-words.ts';

/** What is written: a note's text, or a file's hash in hex. */
export interface Writing {
  readonly command: 'writenote' | 'writehash';
  readonly content: string;
}

/** What writing it would cost; nothing leaves. */
export async function planWriting(call: Call, writing: Writing): Promise<PaymentPlan> {
  return readPlan(await call(writing.command, writing.content, { dry_run: true }));
}

export async function write(call: Call, { command, content }: Writing): Promise<PaymentPlan> {
  return readPlan(await call(command, content));
}

export type Stamp =
  | {
      readonly found: true;
      readonly height: number;
      /** Seconds since 1970, by the block's miner. */
      readonly time: number;
      readonly confirmations: number;
    }
  /** `unread` blocks are not in this tab. */
  | { readonly found: false; readonly unread: number };

export interface Search {
  /** From 0 to 1. */
  readonly tell: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Looks through the whole chain, one stretch a command. Rejects when it is called off. */
export async function findStamp(call: Call, hash: string, search: Search): Promise<Stamp> {
  let top: number | undefined;
  let unread = 0;
  for (let next: unknown; next !== null;) {
    const answer = fieldsOf(
      await (next === undefined ? call('verifyhash', hash) : call('verifyhash', hash, next)),
    );
    search.signal.throwIfAborted();
    if (answer['found'] === true) return readStamp(answer);
    unread += numberOf(answer['unread']);
    next = answer['next'] === null ? null : numberOf(answer['next']);
    top ??= numberOf(next ?? 0);
    if (typeof next === 'number' && top > 0) search.tell(1 - Math.min(1, next / top));
  }
  return { found: false, unread };
}

/** The file that proves a stamp, which stands at `height` or below. */
export async function fetchProof(call: Call, hash: string, height: number): Promise<Uint8Array> {
  const { bytes } = fieldsOf(await call('exportproof', hash, height));
  if (!(bytes instanceof Uint8Array)) throw new Error(say(PROOF_GONE));
  return bytes;
}

const PROOF_GONE = toSay('The block is no longer in the chain: check the file again.');

function readStamp(answer: Readonly<Record<string, unknown>>): Stamp {
  const [height, time, confirmations] = ['height', 'time', 'confirmations'].map((name) =>
    numberOf(answer[name]),
  );
  if (textOf(answer['txid']) === '') throw new Error(say(ANSWER_UNKNOWN));
  return { found: true, height: height!, time: time!, confirmations: confirmations! };
}
