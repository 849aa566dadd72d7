/** One thing asked of the node at a time: whether it is under way, and why it was refused. */

import { useSignal } from '@preact/signals';
import { refusalSentence } from './refusal-words.ts';

export interface Task {
  readonly busy: boolean;
  /** Empty while there is nothing to complain about. */
  readonly complaint: string;
  /** Does nothing while something else is under way: a second click must not pay twice. */
  readonly run: (work: () => Promise<void>) => void;
  readonly complain: (sentence: string) => void;
}

export function useTask(): Task {
  const busy = useSignal(false);
  const complaint = useSignal('');
  const attempt = async (work: () => Promise<void>) => {
    busy.value = true;
    complaint.value = '';
    try {
      await work();
    } catch (error) {
      complaint.value = refusalSentence(error);
    } finally {
      busy.value = false;
    }
  };
  return {
    busy: busy.value,
    complaint: complaint.value,
    run: (work) => {
      if (!busy.peek()) void attempt(work);
    },
    complain: (sentence) => (complaint.value = sentence),
  };
}
