/** A file of pads in memory, which can be full, or vanish from its folder. */

import { PAD_BYTES, type PadFile, type PadPlace } from '../../src/adapters/storage/masked.ts';

export class MemoryPads implements PadFile {
  readonly pads = [new Uint8Array(PAD_BYTES), new Uint8Array(PAD_BYTES)];
  isFull = false;
  isGone = false;

  read(place: PadPlace): Uint8Array {
    return this.pads[place]!.slice();
  }

  write(place: PadPlace, pad: Uint8Array): void {
    if (this.isFull) throw new Error('full');
    this.pads[place] = pad.slice();
  }

  async isThere(): Promise<boolean> {
    return !this.isGone;
  }

  close(): void {}
}
