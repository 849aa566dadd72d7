/** The experiments as cards: each a question, three sentences, and the way to its start. */

import { addressOf } from '../address.ts';
import { say } from '../language/say.ts';
import { EXPERIMENTS } from './experiments/all.ts';

interface CardsProps {
  readonly code: string;
  readonly isSandbox: boolean;
  /** The experiment that is open; not offered once more. */
  readonly open: string | undefined;
}

export function Cards({ code, isSandbox, open }: CardsProps) {
  const offered = EXPERIMENTS.filter(({ id }) => id !== open);
  return (
    <section class="cards" aria-labelledby="lab-cards">
      <h3 id="lab-cards">{open === undefined ? say('Experiments') : say('More experiments')}</h3>
      <ul>
        {offered.map(({ id, question, before, worksInSandbox }) => (
          <Card
            key={id}
            href={addressOf(code, 'lab', id)}
            id={id}
            question={say(question)}
            before={before.map((sentence) => say(sentence))}
            note={
              isSandbox && !worksInSandbox ? say('Needs a room whose blocks cost real work.') : ''
            }
          />
        ))}
        {open !== 'forge' && (
          <Card
            href={addressOf(code, 'lab', 'forge')}
            id="forge"
            question={say('What if somebody lies?')}
            before={[
              say('A stranger may send this tab whatever he likes.'),
              say('Every node checks every byte by itself, and believes nobody.'),
              say('Forge a signature, a reward or an old block, and see who falls for it.'),
            ]}
            note=""
          />
        )}
      </ul>
    </section>
  );
}

interface CardProps {
  readonly href: string;
  readonly id: string;
  readonly question: string;
  readonly before: readonly string[];
  readonly note: string;
}

function Card({ href, id, question, before, note }: CardProps) {
  return (
    <li class="lab-card" data-testid="lab-card" data-experiment={id}>
      <h4>{question}</h4>
      <p>{before.join(' ')}</p>
      {note !== '' && <p class="quiet">{note}</p>}
      <a class="button" href={href} aria-label={say('Try it: {question}', { question })}>
        {say('Try it')}
      </a>
    </li>
  );
}
