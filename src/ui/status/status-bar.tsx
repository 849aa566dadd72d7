/** How the node is, in words, and the figures one looks up most. */

import type { ComponentChildren } from 'preact';
import type { NodeSnapshot } from '../../node/api.ts';
import { formatAmount, formatCount, formatHeight, hashRate, shortHash } from '../format.ts';
import { say } from '../language/say.ts';
import { nowSeconds } from '../now.ts';
import { Announcer } from './announcer.tsx';
import { barAnnouncement, barDetail } from './bar-words.ts';
import { healthSentence, healthTone } from './health-words.ts';
import { patientHealth, useLagging } from './patience.ts';

export function StatusBar({ snapshot: told }: { readonly snapshot: NodeSnapshot }) {
  const snapshot = { ...told, health: patientHealth(told, useLagging(told)) };
  const { health, height, tip, peers, mining, wallet } = snapshot;
  const rate = hashRate(mining.hashesPerSecond);
  return (
    <section class="status" aria-label={say('State of this node')}>
      <div class="health" data-tone={healthTone(health)}>
        <span class="health-mark" aria-hidden="true" />
        <p class="health-sentence" data-testid="health" data-kind={health.kind}>
          {healthSentence(health)}
        </p>
        <HealthDetail snapshot={snapshot} />
      </div>
      <Announcer sentence={barAnnouncement(snapshot)} />
      <dl class="readings">
        <Reading label={say('Height')} testId="height" value={height}>
          {formatHeight(height)}
        </Reading>
        <div class="reading reading-tip">
          <dt>{say('Tip')}</dt>
          <dd data-testid="tip" data-hash={tip} title={tip}>
            {shortHash(tip)}
          </dd>
        </div>
        <Reading label={say('Peers')} testId="peers-count" value={peers.length}>
          {formatCount(peers.length)}
        </Reading>
        <div class="reading reading-rate">
          <dt>{say('Hash rate')}</dt>
          <dd data-value={mining.hashesPerSecond}>
            {rate.value} <span class="unit">{rate.unit}</span>
          </dd>
        </div>
        {wallet !== undefined && wallet.state !== 'damaged' && (
          <div class="reading reading-balance" title={immatureTitle(wallet.immature)}>
            <dt>{wallet.immature > 0 ? say('Balance · more to come') : say('Balance')}</dt>
            <dd data-testid="status-balance" data-value={wallet.spendable}>
              {formatAmount(wallet.spendable)}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** Whoever found blocks and reads a balance of nothing wonders where the rewards are. */
function immatureTitle(immature: number): string | undefined {
  if (immature === 0) return undefined;
  return say('{amount} in rewards can be spent once more blocks stand on them', {
    amount: formatAmount(immature),
  });
}

/** Apart, so that the passing seconds draw this line anew and nothing else. */
function HealthDetail({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  const detail = barDetail(snapshot, nowSeconds.value);
  if (detail === '') return null;
  return (
    <p class="health-detail" data-testid="health-detail">
      {detail}
    </p>
  );
}

interface ReadingProps {
  readonly label: string;
  readonly testId: string;
  /** The bare number, for programs. */
  readonly value: number;
  readonly children: ComponentChildren;
}

function Reading({ label, testId, value, children }: ReadingProps) {
  return (
    <div class="reading">
      <dt>{label}</dt>
      <dd data-testid={testId} data-value={value}>
        {children}
      </dd>
    </div>
  );
}
