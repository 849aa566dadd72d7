/** What came and went, newest first; a chip at each line says how it stands and opens the why. */

import { useSignal } from '@preact/signals';
import type { PaymentRow, RoomView, WalletView } from '../../node/api.ts';
import { formatCount } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { Call, FeeCommand } from './commands.ts';
import { FeeDialog } from './fee-dialog.tsx';
import { historyLines } from './history-lines.ts';
import { NEWEST, type Place } from './history-page.ts';
import { HistoryPages } from './history-pages.tsx';
import { noPaymentsSentence } from './words.ts';

/** Lines shown before one asks for more. */
const LINES_SHOWN = 6;

interface HistoryProps {
  readonly wallet: WalletView;
  readonly room: RoomView;
  readonly call: Call;
}

interface Change {
  readonly row: PaymentRow;
  readonly command: FeeCommand;
}

export function History({ wallet, room, call }: HistoryProps) {
  const { payments, paymentsTotal } = wallet;
  /** From the newest page to the one that is read; none while the newest lines are enough. */
  const places = useSignal<readonly Place[]>([]);
  const changing = useSignal<Change | undefined>(undefined);
  const lines = historyLines(payments);
  const newest = lines.slice(0, LINES_SHOWN);
  const hasMore = lines.length > newest.length || paymentsTotal > payments.length;
  const isOpen = places.value.length > 0;
  const change =
    wallet.state === 'watching' || wallet.state === 'damaged'
      ? undefined
      : (row: PaymentRow, command: FeeCommand) => (changing.value = { row, command });
  return (
    <div class="history">
      <h3>
        {say('History')}
        {paymentsTotal > 0 && <span class="panel-aside">{formatCount(paymentsTotal)}</span>}
      </h3>
      {payments.length === 0 && <NoPayments wallet={wallet} />}
      <HistoryPages
        wallet={wallet}
        call={call}
        places={places.value}
        go={(next) => (places.value = next)}
        newest={{ lines: newest, skipped: 0, total: paymentsTotal }}
        change={change}
      />
      {(isOpen || hasMore) && (
        <button
          type="button"
          class="text-button"
          aria-expanded={isOpen}
          data-testid="history-more"
          onClick={() => (places.value = isOpen ? [] : [NEWEST])}
        >
          {isOpen
            ? say('Show fewer')
            : sayCount(paymentsTotal, 'Show {count} payment', 'Show all {count} payments')}
        </button>
      )}
      {changing.value !== undefined && (
        <FeeDialog
          {...changing.value}
          wallet={wallet}
          room={room}
          call={call}
          close={() => (changing.value = undefined)}
        />
      )}
    </div>
  );
}

function NoPayments({ wallet }: { readonly wallet: WalletView }) {
  return (
    <p class="empty" data-testid="history-empty">
      {noPaymentsSentence(wallet)}
    </p>
  );
}
