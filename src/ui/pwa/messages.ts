/** What pages tell the service worker. */

export type ToServiceWorker =
  /** The user wants the new version. */
  | { readonly type: 'take-over' }
  /** A page whose entry is this script has opened. */
  | { readonly type: 'opened'; readonly entry: string };
