/** Every link with a switch: what a click on the stage does, for those who do not point. */

import { useSignal } from '@preact/signals';
import type { NodeRef } from '../../lab/api.ts';
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
  const isOpen = useSignal(false);
  const ours = links.filter(({ isOurs }) => isOurs);
  if (ours.length === 0) return null;
  return (
    <details
      class="lab-links"
      open={isOpen.value}
      onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}
    >
      <summary data-testid="lab-links">
        {sayCount(ours.length, '{count} link, one by one', '{count} links, one by one')}
      </summary>
      {/* Twenty nodes have two hundred links: they are drawn for those who look. */}
      {isOpen.value && (
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
            {ours.map((link) => (
              <LinkRow key={keyOf(link)} link={link} nodes={nodes} toggle={() => toggle(link)} />
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

interface RowProps {
  readonly link: StageLink;
  readonly nodes: readonly StageNode[];
  readonly toggle: () => void;
}

function LinkRow({ link: { from, to, messages, state }, nodes, toggle }: RowProps) {
  const labelAt = (ref: NodeRef) => labelOf(nodes.find((node) => node.ref === ref)!);
  const ends = { from: labelAt(from), to: labelAt(to) };
  return (
    <tr>
      <th scope="row">{say('{from} and {to}', ends)}</th>
      <td class="number figure">{formatCount(messages)}</td>
      <td>
        <Switch
          label={say('Link between {from} and {to}', ends)}
          hideLabel
          on={state === 'up'}
          testId="lab-link-switch"
          toggle={toggle}
        />
      </td>
    </tr>
  );
}
