/** The drawing parts that the maps of nodes share. */

import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { minerMark } from '../colour.ts';
import { OUTLINES } from './miner.tsx';

/** Of the element in pixels, so that text keeps its size on every screen; 0 before it is known. */
export function useWidth(frame: RefObject<HTMLElement | null>): number {
  const width = useSignal(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      width.value = Math.floor(entry!.contentRect.width);
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);
  return width.value;
}

interface MarkProps {
  readonly name: string;
  readonly class: string;
  readonly scale: number;
}

/** A miner's mark in the middle of its node; none while it has not said who it is. */
export function NodeSign({ name, class: classes, scale }: MarkProps) {
  if (name === '') return null;
  const { hue, shape } = minerMark(name);
  const transform = `scale(${scale}) translate(-6 -6)`;
  return <path class={classes} data-hue={hue} d={OUTLINES[shape]} transform={transform} />;
}

export function clippedName(name: string, maxCharacters: number): string {
  const characters = [...name];
  if (characters.length <= maxCharacters) return name;
  return `${characters.slice(0, maxCharacters - 1).join('')}…`;
}
