/**
 * The keyboard's place in a part of the page whose buttons come and go. A browser drops the focus
 * to the top of the page when its button is gone, and who works by keyboard begins again there; so
 * it goes to the button that says the same elsewhere, or to what stands where the lost one stood.
 */

import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

const CONTROLS = 'a[href], button, input, select, summary, textarea, [tabindex="0"]';

/** `frame` can take the focus itself, and says by its label what it is. */
export function useKeptFocus(frame: RefObject<HTMLElement | null>): void {
  useEffect(() => keepFocusIn(frame.current!), []);
}

function keepFocusIn(frame: HTMLElement): () => void {
  let held: HTMLElement | undefined;
  const enter = ({ target }: FocusEvent) => (held = target as HTMLElement);
  const leave = ({ target }: FocusEvent) => {
    // Who is removed is told to leave, too, and is gone only after that.
    queueMicrotask(() => {
      if (held === target && held?.isConnected) held = undefined;
    });
  };
  const observer = new MutationObserver((records) => {
    const lost = held;
    if (lost === undefined || lost.isConnected) return;
    held = undefined;
    const isNowhere = document.activeElement === null || document.activeElement === document.body;
    if (isNowhere) successorOf(lost, frame, records).focus();
  });
  frame.addEventListener('focusin', enter);
  frame.addEventListener('focusout', leave);
  observer.observe(frame, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    frame.removeEventListener('focusin', enter);
    frame.removeEventListener('focusout', leave);
  };
}

function successorOf(
  lost: HTMLElement,
  frame: HTMLElement,
  records: readonly MutationRecord[],
): HTMLElement {
  const twin = controlsIn(frame).find(
    ({ tagName, textContent }) =>
      tagName === lost.tagName && textContent !== '' && textContent === lost.textContent,
  );
  const removal = records.find(({ removedNodes }) =>
    [...removedNodes].some((node) => node.contains(lost)),
  );
  if (twin !== undefined || removal === undefined || removal.target === frame) return twin ?? frame;
  const near = [
    ...controlsIn(removal.nextSibling),
    ...controlsIn(removal.previousSibling).toReversed(),
    ...controlsIn(removal.target),
  ];
  return near.find(({ className }) => className === lost.className) ?? near[0] ?? frame;
}

/** The element itself among them; none where it is gone. */
function controlsIn(node: Node | null): HTMLElement[] {
  if (!(node instanceof Element) || !node.isConnected) return [];
  const all = [node, ...node.querySelectorAll('*')] as HTMLElement[];
  return all.filter((it) => it.matches(CONTROLS) && !it.matches(':disabled'));
}
