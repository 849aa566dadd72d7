/** What a component without state would show, read from its tree: no browser is needed for that. */

type Node = unknown;

interface VNode {
  readonly type: string | ((props: Props) => Node);
  readonly props: Props;
}

type Props = Readonly<Record<string, unknown>> & { readonly children?: Node };

export interface Cells {
  readonly head: readonly string[];
  readonly body: ReadonlyArray<readonly string[]>;
  readonly links: readonly string[];
  readonly text: string;
}

/** The one table of a tree. */
export function cellsOf(tree: Node): Cells {
  const cells = (node: Node) => find(node, 'th', 'td').map(textOf);
  return {
    head: find(tree, 'thead').flatMap(cells),
    body: find(tree, 'tbody').flatMap((body) => find(body, 'tr').map(cells)),
    links: find(tree, 'a').map(({ props }) => String(props['href'])),
    text: textOf(tree),
  };
}

/** With plain spaces, for comparing. */
export function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

function textOf(node: Node): string {
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (isVNode(node)) return textOf(shown(node));
  return typeof node === 'string' || typeof node === 'number' ? String(node) : '';
}

function find(node: Node, ...types: readonly string[]): VNode[] {
  if (Array.isArray(node)) return node.flatMap((each) => find(each, ...types));
  if (!isVNode(node)) return [];
  if (typeof node.type === 'string' && types.includes(node.type)) return [node];
  return find(shown(node), ...types);
}

function shown({ type, props }: VNode): Node {
  return typeof type === 'function' ? type(props) : props.children;
}

function isVNode(node: Node): node is VNode {
  return typeof node === 'object' && node !== null && 'type' in node && 'props' in node;
}
