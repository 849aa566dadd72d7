/** Every link with a switch: what a click on the stage does, for those who do not point. */

import { Switch } from '../components/controls.tsx';
import { formatCount } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { StageLink, StageNode } from './lab-nodes.ts';
import { labelOf } from './names.ts';
import { keyOf } from './stage-map.tsx';

interface LinkTableProps {
  readonly links: readonly StageLink[];
  readonly nodes: readonly StageNode[];
  readonly toggle: (link: StageLink) => void;
}

export function LinkTable({ links, nodes, toggle }: LinkTableProps) {
  const byRef = new Map(nodes.map((node) => [node.ref, node]));
  const ours = links.filter(({ isOurs }) => isOurs);
  if (ours.length === 0) return null;
  return (
    <details class="lab-links">
      <summary data-testid="lab-links">
        {sayCount(ours.length, '{count} link, one by one', '{count} links, one by one')}
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('Between')}</th>
            <th scope="col" class="number">
              {say('Messages')}
            </th>
            <th scope="col">{say('Up')}</th>
          </tr>
        </thead>
        <tbody>
          {ours.map((link) => {
            const ends = { from: labelOf(byRef.get(link.from)!), to: labelOf(byRef.get(link.to)!) };
            return (
              <tr key={keyOf(link)}>
                <th scope="row">{say('{from} and {to}', ends)}</th>
                <td class="number figure">{formatCount(link.messages)}</td>
                <td>
                  <Switch
                    label={say('Link between {from} and {to}', ends)}
                    hideLabel
                    on={link.state === 'up'}
                    testId="lab-link-switch"
                    toggle={() => toggle(link)}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
