/** The views that one goes to by name, and which of them an address belongs to. */

import type { IconName } from '../components/icon.tsx';
import { toSay } from '../language/say.ts';

export interface Section {
  /** First part of the path below the room's code; empty for the first view. */
  readonly path: string;
  readonly icon: IconName;
  /** Said when shown. */
  readonly title: string;
  /** One of the four that a phone's bar has room for, beside "More". */
  readonly isMain?: boolean;
}

export const SECTIONS: readonly Section[] = [
  { path: '', icon: 'blocks', title: toSay('Live'), isMain: true },
  { path: 'wallet', icon: 'wallet', title: toSay('Wallet'), isMain: true },
  { path: 'mine', icon: 'mine', title: toSay('Mine'), isMain: true },
  { path: 'lab', icon: 'lab', title: toSay('Lab'), isMain: true },
  { path: 'network', icon: 'network', title: toSay('Network') },
  { path: 'charts', icon: 'charts', title: toSay('Charts') },
  { path: 'room', icon: 'share', title: toSay('Room') },
  { path: 'console', icon: 'console', title: toSay('Console') },
  { path: 'about', icon: 'about', title: toSay('About') },
];

/** The section that an address lies in; undefined for what is looked up. */
export function sectionOf([first = '']: readonly string[]): Section | undefined {
  return SECTIONS.find(({ path }) => path === first);
}
