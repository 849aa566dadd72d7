/** One peer: how it stands, what went over its link, what it may still cause, how it behaves. */

import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { Age } from '../components/age.tsx';
import { CopyButton } from '../components/controls.tsx';
import { MinerShape } from '../components/miner.tsx';
import { formatBytes, formatCount, formatHeight, formatPing, shortHash } from '../format.ts';
import { say, sayWith } from '../language/say.ts';
import { Inspector } from '../wire/inspector.tsx';
import type { LinkNames, WireLog } from '../wire/wire-log.ts';
import {
  agentWords,
  askedWords,
  BUDGET_NAMES,
  BUDGETS,
  clockWords,
  minuteWords,
  wantedWords,
} from './details-words.ts';
import type { Allowance, BudgetName, PeerDetails } from './peer-details.ts';
import { reachWords, relationWords } from './peer-words.ts';
import { TrafficTable } from './traffic-table.tsx';

interface PeerViewProps {
  readonly snapshot: NodeSnapshot;
  readonly details: readonly PeerDetails[];
  readonly log: WireLog;
  readonly names: LinkNames;
  /** The first digits of its key, as the address names it. */
  readonly name: string;
}

export function PeerView({ snapshot, details, log, names, name }: PeerViewProps) {
  const peer = snapshot.peers.find(({ key }) => key !== '' && key === name);
  if (peer === undefined) return <Gone name={name} snapshot={snapshot} />;
  const account = details.find(({ id }) => id === peer.id);
  return (
    <article class="peer-page" data-testid="peer-page" data-key={peer.key}>
      <h2>
        {peer.name !== '' && <MinerShape name={peer.name} />}
        <bdi class="inert">{peer.name === '' ? say('Another tab') : peer.name}</bdi>
      </h2>
      {account !== undefined && (
        <p class="thing-hash">
          <code class="hash-full">{account.key}</code>
          <CopyButton
            text={account.key}
            label={say('Copy this tab’s node key')}
            class="icon-button"
          />
        </p>
      )}
      <p class="peer-standing" data-relation={peer.relation}>
        {standing(peer, snapshot.height)}
      </p>
      <Facts peer={peer} account={account} code={snapshot.room.code} />
      {account !== undefined && <Accounts account={account} />}
      <Behaviour peer={peer} account={account} snapshot={snapshot} />
      <TrafficTable events={log.events} link={peer.id} />
      <Inspector key={peer.id} log={log} names={names} code={snapshot.room.code} link={peer.id} />
    </article>
  );
}

function Gone({ name, snapshot }: { readonly name: string; readonly snapshot: NodeSnapshot }) {
  const isSelf = name !== '' && snapshot.nodeKey.startsWith(name);
  return (
    <div class="empty" data-testid="peer-gone">
      <h2>{isSelf ? say('That is this tab') : say('Not linked')}</h2>
      <p>
        {isSelf
          ? say('Its peers see it under this key. Here are the pages of the others.')
          : say(
              'This tab has no link to that peer now: it was closed, or the two were never linked.',
            )}
      </p>
      <p>
        <a class="text-button" href={addressOf(snapshot.room.code, 'network')}>
          {say('See who is linked')}
        </a>
      </p>
    </div>
  );
}

function standing(peer: PeerRow, ownHeight: number): string {
  const words = relationWords(peer, ownHeight);
  return `${words[0]!.toUpperCase()}${words.slice(1)}, ${reachWords(peer)}`;
}

interface FactsProps {
  readonly peer: PeerRow;
  readonly account: PeerDetails | undefined;
  readonly code: string;
}

function Facts({ peer, account, code }: FactsProps) {
  return (
    <dl class="thing-facts">
      <div>
        <dt>{say('Its tip')}</dt>
        <dd>
          {peer.tip === '' ? (
            say('not known yet')
          ) : (
            <a class="place" href={addressOf(code, 'block', peer.tip)} title={peer.tip}>
              {formatHeight(peer.height)} · {shortHash(peer.tip)}
            </a>
          )}
        </dd>
      </div>
      <div>
        <dt>{say('Round trip')}</dt>
        <dd>{formatPing(peer.pingMs)}</dd>
      </div>
      <div>
        <dt>{say('Linked')}</dt>
        <dd>
          <Age timeSeconds={peer.connectedSince} />
        </dd>
      </div>
      <div>
        <dt>{say('Received, sent')}</dt>
        <dd>
          {formatBytes(peer.bytesReceived)}, {formatBytes(peer.bytesSent)}
        </dd>
      </div>
      {account !== undefined && (
        <>
          <div>
            <dt>{say('Its clock')}</dt>
            <dd>{clockWords(account.clockoffsetms)}</dd>
          </div>
          <div>
            <dt>{say('Its software')}</dt>
            <dd>
              <bdi class="inert">{agentWords(account)}</bdi>
            </dd>
          </div>
          <div>
            <dt>{say('Its other links')}</dt>
            <dd>{formatCount(account.neighbours.length)}</dd>
          </div>
        </>
      )}
    </dl>
  );
}

function Accounts({ account }: { readonly account: PeerDetails }) {
  const { backlog } = account;
  return (
    <section aria-labelledby="accounts-title">
      <h3 id="accounts-title">{say('Between the two')}</h3>
      <dl class="peer-requests">
        <div>
          <dt>{say('This tab waits for')}</dt>
          <dd data-testid="peer-asked">{askedWords(account)}</dd>
        </div>
        <div>
          <dt>{say('It waits for')}</dt>
          <dd data-testid="peer-wanted">{wantedWords(account)}</dd>
        </div>
        <div>
          <dt>{say('On its way out')}</dt>
          <dd>
            {backlog.since === 0
              ? formatBytes(backlog.bytes)
              : say('{size}, and it does not read', { size: formatBytes(backlog.bytes) })}
          </dd>
        </div>
        <div>
          <dt>{say('Last news it brought')}</dt>
          <dd>
            {blockNews(account.blockat)}, {transactionNews(account.transactionat)}
          </dd>
        </div>
      </dl>
      <h3>{say('What it may still cause')}</h3>
      <ul class="budgets">
        {BUDGET_NAMES.map((name) => (
          <Budget key={name} name={name} allowance={account.budgets[name]} />
        ))}
      </ul>
    </section>
  );
}

function blockNews(atMs: number) {
  if (atMs === 0) return say('no block yet');
  return sayWith('block {age}', { age: <Age timeSeconds={Math.floor(atMs / 1000)} /> });
}

function transactionNews(atMs: number) {
  if (atMs === 0) return say('no transaction yet');
  return sayWith('transaction {age}', { age: <Age timeSeconds={Math.floor(atMs / 1000)} /> });
}

interface BudgetProps {
  readonly name: BudgetName;
  readonly allowance: Allowance;
}

function Budget({ name, allowance: { left, max, persecond } }: BudgetProps) {
  const { name: title, core, what, show } = BUDGETS[name];
  const words = say(title);
  return (
    <li class="budget" data-testid="budget" data-name={name}>
      <p>
        {words} <code class="field-core">{core}</code>
      </p>
      <meter min={0} max={max} low={max / 4} value={Math.max(0, left)} aria-label={words} />
      <p class="figure">
        {say('{left} of {most}', { left: show(Math.max(0, left)), most: show(max) })}
      </p>
      <p class="quiet">
        {say(what)}{' '}
        {persecond >= 1 && say('It fills by {amount} a second.', { amount: show(persecond) })}
      </p>
    </li>
  );
}

function Behaviour({
  peer,
  account,
  snapshot,
}: Omit<FactsProps, 'code'> & { readonly snapshot: NodeSnapshot }) {
  const codes = snapshot.notices
    .filter(({ kind, facts }) => kind === 'peer-refused' && facts['name'] === peer.name)
    .map(({ facts }) => facts['code']);
  return (
    <section aria-labelledby="behaviour-title">
      <h3 id="behaviour-title">{say('Its behaviour')}</h3>
      <p>
        {codes.length === 0
          ? say(
              'It has broken no rule. One that is broken costs the link, and ten minutes outside.',
            )
          : say('A tab of this name broke a rule before: {rules}.', { rules: codes.join(', ') })}
      </p>
      {account !== undefined && <p class="quiet">{minuteWords(account)}</p>}
    </section>
  );
}
