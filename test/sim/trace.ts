/** One number for a whole run: SHA-256 over all that happened, in order, and over all tips. */

import { createHash } from 'node:crypto';
import type { Input } from '../../src/node/ports.ts';

const BUFFER_BYTES = 64 * 1024;
/** Of a message: enough to tell any two apart that are not the same, for all that it matters. */
const MESSAGE_SHOWN_BYTES = 96;
const RECORD_MAX_BYTES = 32 + MESSAGE_SHOWN_BYTES;
const KINDS: readonly Input['type'][] = [
  'tick',
  'found',
  'up',
  'message',
  'backlog',
  'down',
  'stored',
  'written',
  'write-failed',
  'verified',
  'mined',
  'hash-rate',
  'meeting',
  'command',
  'vault',
  'missed',
  'signal',
];

export class Trace {
  /** Inputs delivered so far. */
  events = 0;
  private readonly hash = createHash('sha256');
  private readonly buffer = Buffer.alloc(BUFFER_BYTES);
  private used = 0;

  input(atMs: number, tab: number, input: Input): void {
    this.events += 1;
    this.open(atMs, tab, KINDS.indexOf(input.type));
    if (input.type !== 'message') return;
    const { bytes, link } = input;
    this.used = this.buffer.writeUInt32LE(link, this.used);
    this.used = this.buffer.writeUInt32LE(bytes.length, this.used);
    const shown = Math.min(bytes.length, MESSAGE_SHOWN_BYTES);
    this.buffer.set(shown < bytes.length ? bytes.subarray(0, shown) : bytes, this.used);
    this.used += shown;
  }

  tip(atMs: number, tab: number, hash: string): void {
    this.open(atMs, tab, 0xff);
    this.used += this.buffer.write(hash, this.used, 'hex');
  }

  /** Ends the trace. */
  digest(): string {
    this.flush();
    return this.hash.digest('hex');
  }

  private open(atMs: number, tab: number, kind: number): void {
    if (this.used + RECORD_MAX_BYTES > BUFFER_BYTES) this.flush();
    this.used = this.buffer.writeDoubleLE(atMs, this.used);
    this.used = this.buffer.writeUInt32LE(tab, this.used);
    this.used = this.buffer.writeUInt8(kind, this.used);
  }

  private flush(): void {
    this.hash.update(this.buffer.subarray(0, this.used));
    this.used = 0;
  }
}
