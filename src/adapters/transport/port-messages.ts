/** What page and node worker say to each other about links; bytes always travel by transfer. */

import type { Lane, LinkId, MeetingState, PeerId } from '../../node/ports.ts';

export type ToPage =
  | { readonly type: 'start'; readonly self: PeerId }
  | { readonly type: 'stop' | 'seek' }
  | { readonly type: 'dial'; readonly peer: PeerId }
  | { readonly type: 'signal'; readonly peer: PeerId; readonly payload: string }
  | {
      readonly type: 'send';
      readonly link: LinkId;
      readonly bytes: Uint8Array;
      readonly lane: Lane;
    }
  | { readonly type: 'close'; readonly link: LinkId; readonly reason: string }
  /** The node has dealt with this many more bytes of the link. */
  | { readonly type: 'taken'; readonly link: LinkId; readonly sizeBytes: number }
  /** Asks for one `drained`. */
  | { readonly type: 'measure' };

export type ToNode =
  | { readonly type: 'found'; readonly peer: PeerId }
  | { readonly type: 'missed'; readonly peer: PeerId; readonly reason: string }
  | { readonly type: 'signal'; readonly peer: PeerId; readonly payload: string }
  | {
      readonly type: 'up';
      readonly link: LinkId;
      readonly peer: PeerId;
      readonly outbound: boolean;
      readonly binding: Uint8Array;
    }
  | { readonly type: 'message'; readonly link: LinkId; readonly bytes: Uint8Array }
  | { readonly type: 'down'; readonly link: LinkId; readonly reason: string }
  | { readonly type: 'meeting'; readonly state: MeetingState }
  /** For each link, the bytes that have left this tab since it came up. */
  | { readonly type: 'drained'; readonly totals: ReadonlyArray<readonly [LinkId, number]> };

/**
 * Bytes in a buffer of their own, as a transfer needs them; copies only a view into a larger one.
 */
export function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isWhole ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
