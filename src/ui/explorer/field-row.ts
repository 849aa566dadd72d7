/** What is said of one kind of field. */

/** Groups of fields that share a tint. */
export type Tint = 'shape' | 'link' | 'time' | 'work' | 'value' | 'proof' | 'text';

export interface FieldRow {
  readonly name: string;
  /** As Bitcoin's sources or specifications call it. */
  readonly core: string;
  readonly tint: Tint;
  readonly what: string;
  /** Which rule checks it. */
  readonly rule: string;
}
