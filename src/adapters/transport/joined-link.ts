/** A link of one of two transports that are joined, numbered among the links of both. */

import type { Lane, LinkId, PeerId, PeerLink } from '../../node/ports.ts';

export class JoinedLink implements PeerLink {
  readonly id: LinkId;
  readonly peer: PeerId;
  /** Of its hello; undefined before it has said anything, empty where that was no hello. */
  key: string | undefined;
  /** It was closed because of a cut. */
  isCut = false;
  readonly #link: PeerLink;
  #messages = 0;
  #sizeBytes = 0;

  constructor(link: PeerLink, id: LinkId, peer: PeerId) {
    this.#link = link;
    this.id = id;
    this.peer = peer;
  }

  get outbound(): boolean {
    return this.#link.outbound;
  }

  get binding(): Uint8Array {
    return this.#link.binding;
  }

  get backlog(): number {
    return this.#link.backlog;
  }

  get facts() {
    return { key: this.key ?? '', messages: this.#messages, sizeBytes: this.#sizeBytes };
  }

  /** One message, whichever way it went. */
  count(bytes: Uint8Array): void {
    this.#messages += 1;
    this.#sizeBytes += bytes.length;
  }

  send(bytes: Uint8Array, lane: Lane): void {
    this.count(bytes);
    this.#link.send(bytes, lane);
  }

  close(reason: string): void {
    this.#link.close(reason);
  }
}
