/** What went over one link, kind by kind. */

import { formatBytes, formatCount } from '../format.ts';
import { say } from '../language/say.ts';
import type { WireEvent } from '../wire/wire-log.ts';
import { trafficOf } from './traffic.ts';

interface TrafficTableProps {
  readonly events: readonly WireEvent[];
  readonly link: number;
}

export function TrafficTable({ events, link }: TrafficTableProps) {
  const rows = trafficOf(events, link);
  return (
    <section aria-labelledby="traffic-title">
      <h3 id="traffic-title">{say('Traffic since this view was opened')}</h3>
      {rows.length === 0 ? (
        <p class="quiet">{say('Not a word yet. Pings pass every ten seconds.')}</p>
      ) : (
        <table class="traffic-table">
          <thead>
            <tr>
              <th scope="col">{say('Message')}</th>
              <th scope="col" class="number">
                {say('In')}
              </th>
              <th scope="col" class="number">
                {say('Out')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, group, received, receivedBytes, sent, sentBytes }) => (
              <tr key={name} data-group={group}>
                <th scope="row">
                  <span class="wire-dot" aria-hidden="true" /> {name}
                </th>
                <td class="number">{cell(received, receivedBytes)}</td>
                <td class="number">{cell(sent, sentBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function cell(count: number, sizeBytes: number): string {
  return count === 0 ? '–' : `${formatCount(count)} · ${formatBytes(sizeBytes)}`;
}
