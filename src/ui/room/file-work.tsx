/** Work on a file: how far it is, and what came of it in a sentence. */

import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TellShare } from '../chain-transfer.ts';
import { formatPercent } from '../format.ts';
import { say } from '../language/say.ts';
import type { FileWords } from './chain-file-words.ts';

export type Work =
  | { readonly kind: 'idle' }
  /** The label is said when shown. */
  | { readonly kind: 'busy'; readonly label: string; readonly share: number }
  | ({ readonly kind: 'over' } & FileWords);

interface FileProgressProps {
  readonly work: Work;
  /** Begins the test ids. */
  readonly name: string;
}

export function FileProgress({ work, name }: FileProgressProps) {
  if (work.kind === 'idle') return null;
  if (work.kind === 'over') return <Outcome {...work} name={name} />;
  const words = say('{work}, {share}', { work: work.label, share: formatPercent(work.share) });
  return (
    <div class="chain-file-progress" data-testid={`${name}-progress`}>
      <span>{words}</span>
      <div
        class="bar"
        role="progressbar"
        aria-label={work.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(work.share * 100)}
        aria-valuetext={words}
      >
        <span style={{ transform: `scaleX(${work.share})` }} />
      </div>
    </div>
  );
}

/** Whoever still is where it was asked for is taken to it: seen on a phone, and read out. */
function Outcome({ tone, sentence, name }: FileWords & { readonly name: string }) {
  const place = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const answer = place.current;
    if (answer?.parentElement?.contains(document.activeElement)) answer.focus();
  }, []);
  return (
    <p
      ref={place}
      class="chain-file-outcome"
      tabIndex={-1}
      data-testid={`${name}-outcome`}
      data-tone={tone}
    >
      {sentence}
    </p>
  );
}

/** `task` resolves to what it came to; undefined where that is shown by other means. */
export async function perform(
  work: Signal<Work>,
  label: string,
  task: (tell: TellShare) => Promise<FileWords | undefined>,
): Promise<void> {
  const tell = (share: number) => (work.value = { kind: 'busy', label, share });
  tell(0);
  try {
    const words = await task(tell);
    work.value = words === undefined ? { kind: 'idle' } : { kind: 'over', ...words };
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    work.value = { kind: 'over', tone: 'refused', sentence };
  }
}
