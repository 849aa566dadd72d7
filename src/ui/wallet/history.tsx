/** What came and went, newest first; a chip at each line says how it stands and opens the why. */

import { useSignal } from '@preact/signals';
import type { PaymentRow, RoomView, WalletView } from '../../node/api.ts';
import { formatCount, formatPlural } from '../format.ts';
import type { Call, FeeCommand } from './commands.ts';
import { FeeDialog } from './fee-dialog.tsx';
import { PaymentLine } from './payment-line.tsx';
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
  const isWhole = useSignal(false);
  const change = useSignal<Change | undefined>(undefined);
  const shown = isWhole.value ? payments : payments.slice(0, LINES_SHOWN);
  return (
    <div class="history">
      <h3>
        History
        {paymentsTotal > 0 && <span class="panel-aside">{formatCount(paymentsTotal)}</span>}
      </h3>
      {payments.length === 0 && <NoPayments wallet={wallet} />}
      <ul class="payments">
        {shown.map((row) => (
          <PaymentLine
            key={row.txid}
            row={row}
            change={
              wallet.state === 'watching' || wallet.state === 'damaged'
                ? undefined
                : (command) => (change.value = { row, command })
            }
          />
        ))}
      </ul>
      {payments.length > LINES_SHOWN && (
        <button
          type="button"
          class="text-button"
          aria-expanded={isWhole.value}
          data-testid="history-more"
          onClick={() => (isWhole.value = !isWhole.value)}
        >
          {isWhole.value ? 'Show fewer' : moreWords(payments.length, paymentsTotal)}
        </button>
      )}
      {change.value !== undefined && (
        <FeeDialog
          {...change.value}
          wallet={wallet}
          room={room}
          call={call}
          close={() => (change.value = undefined)}
        />
      )}
    </div>
  );
}

function moreWords(kept: number, total: number): string {
  return kept < total
    ? `Show the newest ${formatCount(kept)} of ${formatCount(total)}`
    : `Show all ${formatPlural(kept, 'payment')}`;
}

function NoPayments({ wallet }: { readonly wallet: WalletView }) {
  return (
    <p class="empty" data-testid="history-empty">
      {noPaymentsSentence(wallet)}
    </p>
  );
}
