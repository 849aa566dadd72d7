/**
 * The lines of a history, and the ways between its pages. A page is asked of the node when one goes
 * to it and whenever something changed; the one before stays until it is there. Whoever turned a
 * page is then at its first line, by eye and by keyboard.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PaymentRow, WalletView } from '../../node/api.ts';
import { Complaint } from '../components/fields.tsx';
import { say } from '../language/say.ts';
import type { Call, FeeCommand } from './commands.ts';
import { type HistoryLine, lineKeys } from './history-lines.ts';
import {
  askFor,
  earlierPlace,
  type HistoryPage,
  historyVersion,
  NEWEST,
  pageOf,
  type Place,
  placeOfEach,
  rangeWords,
} from './history-page.ts';
import { PaymentLine } from './payment-line.tsx';
import { listPayments } from './payment-rows.ts';
import { refusalSentence } from './refusal-words.ts';
import { RewardsLine } from './rewards-line.tsx';

type Lines = Pick<HistoryPage, 'lines' | 'skipped' | 'total'>;
type Change = (row: PaymentRow, command: FeeCommand) => void;

interface HistoryPagesProps {
  readonly wallet: WalletView;
  readonly call: Call;
  /** From the newest page to the one that is read; none for the newest lines alone. */
  readonly places: readonly Place[];
  readonly go: (places: readonly Place[]) => void;
  /** The newest lines, which the page always knows. */
  readonly newest: Lines;
  readonly change: Change | undefined;
}

export function HistoryPages({ wallet, call, places, go, newest, change }: HistoryPagesProps) {
  const { page, complaint } = usePage(wallet, call, places.at(-1));
  const shown: Lines = page ?? newest;
  const keys = lineKeys(shown.lines);
  const earlier = page && earlierPlace(page);
  return (
    <>
      {page !== undefined && <Range page={page} />}
      <ul class="payments">
        {shown.lines.map((line, at) => (
          <Line
            key={keys[at]}
            line={line}
            change={change}
            showEach={() =>
              go([...(places.length > 0 ? places : [NEWEST]), placeOfEach(shown, line)])
            }
          />
        ))}
      </ul>
      <Complaint sentence={complaint} />
      {(places.length > 1 || earlier !== undefined) && (
        <div class="button-row history-ways">
          <button
            type="button"
            class="button"
            aria-disabled={places.length < 2}
            data-testid="history-later"
            onClick={() => places.length > 1 && go(places.slice(0, -1))}
          >
            {say('Later payments')}
          </button>
          <button
            type="button"
            class="button"
            aria-disabled={earlier === undefined}
            data-testid="history-earlier"
            onClick={() => earlier !== undefined && go([...places, earlier])}
          >
            {say('Earlier payments')}
          </button>
        </div>
      )}
    </>
  );
}

interface Turning {
  /** Undefined while no page was asked for, or the first is on its way. */
  readonly page: HistoryPage | undefined;
  /** Why the page that was asked for is not here; empty where it is. */
  readonly complaint: string;
}

function usePage(wallet: WalletView, call: Call, place: Place | undefined): Turning {
  const page = useSignal<HistoryPage | undefined>(undefined);
  const complaint = useSignal('');
  const total = wallet.paymentsTotal;
  useEffect(() => {
    let isCurrent = true;
    complaint.value = '';
    if (place === undefined) {
      page.value = undefined;
      return;
    }
    const { count, skip } = askFor(place, total);
    listPayments(call, count, skip).then(
      (rows) => isCurrent && (page.value = pageOf(place, rows, total)),
      (error: unknown) => isCurrent && (complaint.value = refusalSentence(error)),
    );
    // The answer to an earlier question must not stand in the place of a later one.
    return () => {
      isCurrent = false;
    };
  }, [place, historyVersion(wallet)]);
  return { page: place && page.value, complaint: complaint.value };
}

function Range({ page }: { readonly page: HistoryPage }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => line.current?.focus(), [page.place]);
  return (
    <p class="history-range" ref={line} tabIndex={-1} data-testid="history-range">
      {rangeWords(page)}
    </p>
  );
}

interface LineProps {
  readonly line: HistoryLine;
  readonly change: Change | undefined;
  readonly showEach: () => void;
}

function Line({ line, change, showEach }: LineProps) {
  if (line.kind === 'rewards') return <RewardsLine rows={line.rows} showEach={showEach} />;
  const { row } = line;
  return <PaymentLine row={row} change={change && ((command) => change(row, command))} />;
}
