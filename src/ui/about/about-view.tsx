/** What Tabchain is, what in it is real, how it works, and on whose work it stands. */

import type { ComponentChildren } from 'preact';
import { addressOf } from '../address.ts';
import { Panel } from '../components/panel.tsx';
import { say, sayWith, toSay } from '../language/say.ts';
import { InstallOffer } from '../pwa/install-offer.tsx';
import '../styles/about.css';
import { LICENCES_FILE, LICENSED, PROTOCOL_FILE, VERSION } from './licences.ts';
import { SOURCES } from './sources.ts';

export function AboutView({ code }: { readonly code: string }) {
  return (
    <div class="about">
      <What />
      <Real />
      <How code={code} />
      <Privacy code={code} />
      <Keys />
      <Sources />
      <Licences />
    </div>
  );
}

function What() {
  return (
    <Panel id="about" title={say('About Tabchain')} aside={say('version {v}', { v: VERSION })}>
      <p>
        {say(
          'Tabchain is a proof-of-work chain in Bitcoin’s formats whose every node is a browser ' +
            'tab. This tab mines, checks every block and signature by itself, keeps its own copy ' +
            'of the chain, and takes nobody’s word for anything.',
        )}
      </p>
      <p>
        {say(
          'It is made for seeing how such a network works: fork it, split it, cheat it, and ' +
            'watch what the other nodes do about it.',
        )}
      </p>
      <InstallOffer />
    </Panel>
  );
}

function Real() {
  return (
    <Panel id="real" title={say('What is real, and what is not')}>
      <dl class="about-pairs">
        <Pair term={say('Real')}>
          {say(
            'The work, the signatures, the rules and the network: blocks cost hashes, payments ' +
              'need keys, and a node that breaks a rule is refused by all others.',
          )}
        </Pair>
        <Pair term={say('Not real')}>
          {say(
            'The money. Coins of a room are worth nothing, and are meant to be: nobody sells ' +
              'them, and a room is forgotten when its last tab forgets it.',
          )}
        </Pair>
        <Pair term={say('Weaker than it looks')}>
          {say(
            'A room has as much work behind it as its tabs. One fast computer can rewrite the ' +
              'past of a small room, which is one of the things to try.',
          )}
        </Pair>
      </dl>
    </Panel>
  );
}

function How({ code }: { readonly code: string }) {
  const way = (path: string, text: string) => (
    <a href={path === '' ? addressOf(code) : addressOf(code, path)}>{text}</a>
  );
  return (
    <Panel id="how" title={say('How it works')}>
      <ol class="about-steps">
        <li>
          <span>
            {sayWith(
              'A {block} names the one before it by its hash. Whoever changes an old block ' +
                'changes its hash, and every block after it falls off.',
              { block: way('', say('block')) },
            )}
          </span>
        </li>
        <li>
          <span>
            {sayWith(
              'To {mine} is to try numbers until a block’s hash is below a target. That is hard ' +
                'to do and easy to check, and the target follows how much work there is.',
              { mine: way('mine', say('mine')) },
            )}
          </span>
        </li>
        <li>
          <span>
            {sayWith(
              'Tabs find each other at a meeting place and then {talk} directly. Each passes on ' +
                'what it has checked; the branch with the most work is the chain.',
              { talk: way('network', say('talk')) },
            )}
          </span>
        </li>
        <li>
          <span>
            {sayWith(
              'A {wallet} is a secret of twelve words. Whoever knows it can sign for its coins; ' +
                'who has lost it has lost them.',
              { wallet: way('wallet', say('wallet')) },
            )}
          </span>
        </li>
        <li>
          <span>
            {sayWith(
              'In the {lab} you can break all of it; the {console} answers as Bitcoin’s own does.',
              { lab: way('lab', say('laboratory')), console: way('console', say('console')) },
            )}
          </span>
        </li>
      </ol>
    </Panel>
  );
}

function Privacy({ code }: { readonly code: string }) {
  return (
    <Panel id="privacy" title={say('What leaves this device')}>
      <p>
        {say(
          'The meeting place sees that some tab is interested in a topic, a number made from the ' +
            'room’s secret, and passes on sealed notes that it cannot read. The secret stands in ' +
            'the link behind its #, which browsers send to nobody.',
        )}
      </p>
      <p>
        {say(
          'Other tabs of the room see your network address, as in any call between browsers, ' +
            'your miner’s name, your blocks and your payments. Nothing else leaves: no counting ' +
            'of visits, no fonts or scripts from elsewhere.',
        )}
      </p>
      <p>
        {sayWith(
          'On this device the chain, the wallet and the links of your rooms are kept until you ' +
            '{remove} them.',
          { remove: <a href={addressOf(code, 'room')}>{say('delete')}</a> },
        )}
      </p>
    </Panel>
  );
}

const KEYS: readonly (readonly [keys: readonly string[], use: string])[] = [
  [['Tab'], toSay('to the next control; with Shift back')],
  [['←', '→', '↑', '↓'], toSay('from block to block in the chain, and from message to message')],
  [['Enter'], toSay('opens the block or the message')],
  [['Escape'], toSay('closes a dialog, and leaves the room overview')],
  [['↑', '↓'], toSay('in the console: the commands before and after')],
  [['Tab'], toSay('in the console: completes a command')],
];

function Keys() {
  return (
    <Panel id="keys" title={say('Keys')}>
      <dl class="about-pairs about-keys">
        {KEYS.map(([keys, use]) => (
          <div key={use}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{say(use)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Sources() {
  return (
    <Panel id="sources" title={say('Formats and where they come from')}>
      <p class="quiet">
        {sayWith('What tabs of a room agree on is written down in {protocol}.', {
          protocol: (
            <a href={PROTOCOL_FILE} target="_blank" rel="noopener">
              {say('the protocol')}
            </a>
          ),
        })}
      </p>
      <ul class="about-list">
        {SOURCES.map(({ name, link, use }) => (
          <li key={name}>
            <a href={link} target="_blank" rel="noopener noreferrer">
              {name}
            </a>
            <span>{say(use)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Licences() {
  return (
    <Panel id="licences" title={say('Licences')}>
      <p class="quiet">
        {sayWith('Tabchain is under the MIT licence. In the page is the work of others; {texts}.', {
          texts: (
            <a href={LICENCES_FILE} target="_blank" rel="noopener">
              {say('the texts of their licences')}
            </a>
          ),
        })}
      </p>
      <ul class="about-list about-licences" data-testid="licences">
        {LICENSED.map(({ name, licence, by }) => (
          <li key={name}>
            <span class="figure">{name}</span>
            <span>
              {by} · {licence}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface PairProps {
  readonly term: string;
  readonly children: ComponentChildren;
}

function Pair({ term, children }: PairProps) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
