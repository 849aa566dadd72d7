/** The ways between the views: a rail on a desk, a bar at the bottom of a phone. */

import { addressOf } from '../address.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { say } from '../language/say.ts';
import { type Section, SECTIONS, sectionOf } from './sections.ts';

interface NavigationProps {
  /** The room's code. */
  readonly code: string;
  readonly path: readonly string[];
}

export function Rail({ code, path }: NavigationProps) {
  return (
    <nav class="rail" aria-label={say('Views')}>
      <Ways sections={SECTIONS} code={code} path={path} />
    </nav>
  );
}

export function BottomBar({ code, path }: NavigationProps) {
  const here = sectionOf(path);
  const main = SECTIONS.filter(({ isMain }) => isMain);
  const isElsewhere = path[0] === 'more' || (here !== undefined && !here.isMain);
  return (
    <nav class="bottom-bar" aria-label={say('Views')}>
      <Ways sections={main} code={code} path={path} />
      <Way href={addressOf(code, 'more')} icon="more" title={say('More')} isHere={isElsewhere} />
    </nav>
  );
}

/** What the bar of a phone has no room for. */
export function MoreView({ code }: { readonly code: string }) {
  const others = SECTIONS.filter(({ isMain }) => !isMain);
  return (
    <nav class="more" aria-labelledby="more-title">
      <h2 id="more-title" class="visually-hidden">
        {say('More')}
      </h2>
      <ul>
        {others.map(({ path, icon, title }) => (
          <li key={path}>
            <a href={addressOf(code, path)}>
              <Icon name={icon} />
              {say(title)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface WaysProps extends NavigationProps {
  readonly sections: readonly Section[];
}

function Ways({ sections, code, path }: WaysProps) {
  const here = sectionOf(path);
  return sections.map((section) => (
    <Way
      key={section.path}
      href={addressOf(code, ...partsOf(section.path))}
      icon={section.icon}
      title={say(section.title)}
      isHere={section === here}
    />
  ));
}

interface WayProps {
  readonly href: string;
  readonly icon: IconName;
  readonly title: string;
  readonly isHere: boolean;
}

function Way({ href, icon, title, isHere }: WayProps) {
  return (
    <a class="way" href={href} aria-current={isHere ? 'page' : undefined}>
      <Icon name={icon} />
      <span>{title}</span>
    </a>
  );
}

function partsOf(path: string): readonly string[] {
  return path === '' ? [] : [path];
}
