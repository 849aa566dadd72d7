/** What is said of one kind of field. */

/** Groups of fields that share a tint. */
export type Tint = 'shape' | 'link' | 'time' | 'work' | 'value' | 'proof' | 'text';

/** Named here, named in Bitcoin; what it is, and which rule checks it. */
export type Row = readonly [name: string, core: string, tint: Tint, what: string, rule: string];
