/** Fetches a stretch of the chain's columns and follows the tip with it, while it is shown. */

import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import type { NodeActions } from '../state.ts';
import { cutFor, join, nextQuestion, type StatsAnswer, type Stretch } from './stretch.ts';

export interface Look {
  /** Blocks below the tip that are looked at. */
  readonly depth: number;
  /** Blocks that one answer holds. */
  readonly most: number;
  readonly bodies: boolean;
}

/** A chain that grows quickly is asked for no more often. */
const REST_MS = 250;
/** Between two answers the page and the node have time for others. */
const BETWEEN_MS = 20;

export function useStretch(
  actions: NodeActions,
  snapshot: NodeSnapshot,
  look: Look,
): ReadonlySignal<Stretch | undefined> {
  const stretch = useSignal<Stretch | undefined>(undefined);
  const wanted = useRef({ height: 0, hash: '', ...look });
  wanted.current = { height: snapshot.height, hash: snapshot.tip, ...look };
  const isAsking = useRef(false);
  const isGone = useRef(false);

  /** Asks until all is here or the node says no; a newer tip is taken up on the way. */
  async function pump(): Promise<void> {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      for (;;) {
        stretch.value = cutFor(stretch.value, wanted.current);
        const question = nextQuestion(stretch.value, wanted.current);
        if (question === undefined || isGone.current) break;
        const { height, count } = question;
        const answer = await actions.call('getchainstats', height, count, look.bodies);
        if (isGone.current) break;
        stretch.value = join(stretch.value, answer as StatsAnswer);
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      }
    } catch {
      // A height that a reorganisation took away: the next tip begins anew.
    } finally {
      isAsking.current = false;
    }
  }

  // A timer that each new tip put off would never ring while tips come quickly.
  const isDue = useRef(false);
  useEffect(() => {
    if (isDue.current) return;
    isDue.current = true;
    const go = () => {
      isDue.current = false;
      void pump();
    };
    setTimeout(go, stretch.peek() === undefined ? 0 : REST_MS);
  }, [snapshot.tip, look.depth]);
  useEffect(() => () => void (isGone.current = true), []);
  return stretch;
}
