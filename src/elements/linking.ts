/**
 * Linked ranges: what the reader points at lights its counterparts.
 *
 * Items carry `data-r`, ranges of the source. For a range R an item of the same range is lit; items inside R are lit softly; and where a panel has
 * neither, the innermost item around R is lit. From the code's side, a place means the innermost item there.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Item {
  readonly element: Element;
  readonly spans: readonly Span[];
}

export function spansOf(element: Element): Span[] {
  const text = element.getAttribute('data-r');
  if (text === null || text === '') return [];
  return text.split(' ').map(range => {
    const dash = range.indexOf('-');
    return { start: Number(range.slice(0, dash)), end: Number(range.slice(dash + 1)) };
  });
}

const itemsOf = new WeakMap<Element, Item[]>();

function itemsIn(panel: Element): Item[] {
  let items = itemsOf.get(panel);
  if (items === undefined) {
    items = Array.from(panel.querySelectorAll('[data-r]'), element => ({ element, spans: spansOf(element) }));
    itemsOf.set(panel, items);
  }
  return items;
}

/** To be called when a panel's content has been replaced. */
export function forget(panel: Element): void {
  itemsOf.delete(panel);
}

/** The range of the innermost item at a place; null when no item is there. */
export function innermost(panel: Element, offset: number): Span | null {
  let best: Span | null = null;
  for (const { spans } of itemsIn(panel)) {
    for (const span of spans) {
      if (span.start <= offset && offset < span.end && (best === null || span.end - span.start < best.end - best.start)) best = span;
    }
  }
  return best;
}

/** Lights a panel's items for ranges, or none for an empty list. Returns the first lit one. */
export function light(panel: Element, spans: readonly Span[]): Element | null {
  for (const element of panel.querySelectorAll('.lit, .lit-in')) element.classList.remove('lit', 'lit-in');
  let first: Element | null = null;
  for (const span of spans) first = lightOne(panel, span) ?? first;
  return first;
}

function lightOne(panel: Element, span: Span): Element | null {
  const exact: Element[] = [];
  const inside: Element[] = [];
  let around: Element[] = [];
  let width = Infinity;
  for (const { element, spans } of itemsIn(panel)) {
    for (const { start, end } of spans) {
      if (start === span.start && end === span.end) exact.push(element);
      else if (span.start <= start && end <= span.end) inside.push(element);
      else if (start <= span.start && span.end <= end && end - start <= width) {
        if (end - start < width) around = [];
        width = end - start;
        around.push(element);
      }
    }
  }
  if (exact.length + inside.length === 0) exact.push(...around);
  for (const element of exact) element.classList.add('lit');
  for (const element of inside) element.classList.add('lit-in');
  return exact[0] ?? inside[0] ?? null;
}

/** Scrolls a box, and nothing but that box, so that something inside it can be seen above what covers the box's foot. */
export function reveal(box: Element, target: Element, covered = 0): void {
  const outer = box.getBoundingClientRect();
  const inner = (target.querySelector(':scope > .ex-node') ?? target).getBoundingClientRect();
  const top = outer.top + HEADING;
  const bottom = outer.bottom - covered - 4;
  if (inner.top < top) box.scrollTop += inner.top - top;
  else if (inner.bottom > bottom) box.scrollTop += Math.min(inner.bottom - bottom, inner.top - top);
}

/** The height of a table's sticky head. */
const HEADING = 30;

/** How the code is shown: as the page came, or in the editor. */
export interface CodeView {
  readonly text: string;
  /** The offset at a point of the screen; null where there is no character. */
  offsetAt(x: number, y: number): number | null;
  lit(spans: readonly Span[]): void;
  /** Marks where an error is. */
  mark(span: Span | null): void;
  focus(): void;
}

/** Code as it was prerendered: marked through the highlight registry, so its markup is never touched. */
export class StaticCode implements CodeView {
  readonly element: HTMLElement;
  constructor(element: HTMLElement) {
    this.element = element;
  }

  get text(): string {
    return this.element.textContent ?? '';
  }

  offsetAt(x: number, y: number): number | null {
    const place = document.caretPositionFromPoint?.(x, y);
    if (!place || !this.element.contains(place.offsetNode) || place.offsetNode.nodeType !== Node.TEXT_NODE) return null;
    let offset = place.offset;
    for (const node of textNodes(this.element)) {
      if (node === place.offsetNode) break;
      offset += node.length;
    }
    // A caret stands between two characters: take the one that the point is on.
    const range = this.range({ start: offset, end: offset + 1 });
    if (range !== null && range.getBoundingClientRect().left > x) offset--;
    return offset;
  }

  lit(spans: readonly Span[]): void {
    this.highlight('py-lit', spans);
  }

  mark(span: Span | null): void {
    this.highlight('py-error', span === null ? [] : [span]);
  }

  focus(): void {
    this.element.focus();
  }

  /** The registry is the document's: an example replaces its own ranges and leaves those of others. */
  private highlight(name: string, spans: readonly Span[]): void {
    if (!('highlights' in CSS)) return;
    let highlight = CSS.highlights.get(name);
    if (highlight === undefined) CSS.highlights.set(name, (highlight = new Highlight()));
    for (const range of highlight) if (this.element.contains((range as globalThis.Range).startContainer)) highlight.delete(range);
    for (const span of spans) {
      const range = this.range(span);
      if (range !== null) highlight.add(range);
    }
  }

  private range({ start, end }: Span): globalThis.Range | null {
    if (start >= end) return null;
    const range = document.createRange();
    let position = 0;
    let open = false;
    for (const node of textNodes(this.element)) {
      const next = position + node.length;
      if (!open && start < next) {
        range.setStart(node, start - position);
        open = true;
      }
      if (open) {
        range.setEnd(node, Math.min(end, next) - position);
        if (end <= next) break;
      }
      position = next;
    }
    return open ? range : null;
  }
}

function* textNodes(root: Element): Generator<Text> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) yield walker.currentNode as Text;
}
