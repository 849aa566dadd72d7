/** A section of the page: a rule, a heading, and what it is about. */

import type { ComponentChildren } from 'preact';

interface PanelProps {
  readonly id: string;
  readonly title: string;
  /** Stands beside the title, such as a count. */
  readonly aside?: ComponentChildren;
  /** Stands at the end of the heading's line, such as a switch. */
  readonly control?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Panel({ id, title, aside, control, children }: PanelProps) {
  return (
    <section class={`panel panel-${id}`} id={id} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <header class="panel-head">
        <h2 id={`${id}-title`}>
          {title}
          {aside !== undefined && <span class="panel-aside">{aside}</span>}
        </h2>
        {control}
      </header>
      {children}
    </section>
  );
}
