/**
 * The third way to meet: two people carry one offer and one answer between their tabs, as text or
 * as a picture, and no server takes part. These are the words for it, which the page shares.
 */

/** Text to be carried to the other tab, and what came of it. */
export interface Handover {
  /** 16 hex digits, the same for an invitation and its answer. */
  readonly id: string;
  /** Capital letters, digits and hyphens. */
  readonly text: string;
  /** Milliseconds since 1970: until then the other tab can make use of it. */
  readonly expiresAt: number;
  /** Resolves when the tabs are linked; rejects with an InvitationError when they will not be. */
  readonly linked: Promise<void>;
}

export interface Invitations {
  /** An offer for one newcomer. Rejects with an InvitationError, as all of these do. */
  invite(): Promise<Handover>;
  /** The newcomer's answer to the text of an invitation, or to a link that holds one. */
  answer(text: string): Promise<Handover>;
  /** Takes the newcomer's answer; resolves when the tabs are linked. */
  accept(text: string): Promise<void>;
  /** Ends a handover that is under way; anything else is left as it is. */
  withdraw(id: string): void;
}

const SENTENCES = {
  'invitation-none': 'This is no invitation, and no answer to one.',
  'invitation-damaged': 'Part of this text was changed or lost on its way: copy it once more.',
  'invitation-version': 'This text was made by another version of Tabchain.',
  'invitation-other-room': 'This text belongs to another room.',
  'invitation-is-answer':
    'This is the answer to an invitation: it belongs in the tab that invited.',
  'invitation-is-offer': 'This is an invitation, and an answer to one is wanted here.',
  'invitation-own': 'This invitation was made in this tab: open it in another one.',
  'invitation-expired': 'This invitation is too old: ask for a new one.',
  'invitation-used': 'This invitation was used already: each one is good for one newcomer.',
  'invitation-unknown': 'This answers an invitation that this tab no longer has: make a new one.',
  'invitation-withdrawn': 'This invitation was withdrawn.',
  'invitation-too-many': 'Too many invitations are open: withdraw one, or wait until it expires.',
  'invitation-unreachable':
    'The two tabs found no way to each other: their networks need a TURN server between them.',
  'invitation-impatient':
    'This browser waits only seconds until its answer has arrived. Turn it round: ' +
    'invite from this tab, and answer in a tab of Chrome, Edge or another Chromium.',
  'invitation-undescribed': 'This browser describes its connections in a way unknown to Tabchain.',
  'invitation-no-webrtc': 'This browser cannot link to other tabs: it has no WebRTC.',
  'invitation-insecure-context':
    'Browsers seal invitations only on pages that come over https, or from localhost.',
  'invitation-offline': 'The network of this tab is switched off.',
} as const;

export type InvitationRefusal = keyof typeof SENTENCES;

/** Its message is a sentence for the user. */
export class InvitationError extends Error {
  readonly code: InvitationRefusal;

  constructor(code: InvitationRefusal) {
    super(SENTENCES[code]);
    this.name = 'InvitationError';
    this.code = code;
  }
}
