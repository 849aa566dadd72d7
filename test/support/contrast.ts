/** How well one colour is read on another, by the formula of WCAG 2.2 (contrast ratio, 1.4.3). */

/** Red, green and blue, 0 to 255 each. */
export type Channels = readonly number[];

/** Of `rgb(…)`, as a browser says a colour. */
export function channelsOf(colour: string): Channels {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/** 1 for the same colour, 21 for black on white. */
export function contrastOf(ink: Channels, paper: Channels): number {
  const [darker, lighter] = [luminanceOf(ink), luminanceOf(paper)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminanceOf(channels: Channels): number {
  const linear = channels
    .map((channel) => channel / 255)
    .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}
