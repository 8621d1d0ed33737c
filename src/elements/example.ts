/**
 * `<py-example>`: the part of an example that every page loads.
 *
 * It turns the prerendered panels into tabs, links ranges between code and panel, and waits. The rest (editor, worker client) is loaded when
 * the reader first touches the example, or when a link or an earlier edit asks for it.
 */
import { StaticCode, innermost, light, reveal, spansOf } from './linking.ts';
import type { CodeView, Span } from './linking.ts';
import type { Live } from './live.ts';
import { stateInHash } from './share.ts';
import { startEarly } from './start.ts';
import type { SharedState } from './share.ts';
import { storedEdits } from './storage.ts';

/**
 * Wakes examples that are a screen away or nearer, when the page is at rest: then the interpreter is there before the reader clicks. Where data is
 * dear, only a touch wakes them.
 */
const nearby = new IntersectionObserver(
  entries => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      nearby.unobserve(target);
      if (!dataIsDear()) whenIdle(() => void (target as PyExample).wake());
    }
  },
  { rootMargin: '100% 0px' },
);

/** Whether an example of this page has been woken: they share their worker. */
let awake = false;

function dataIsDear(): boolean {
  if (!('connection' in navigator)) return false;
  const { saveData, effectiveType } = navigator.connection as { saveData?: boolean; effectiveType?: string };
  return saveData === true || effectiveType?.endsWith('2g') === true;
}

function whenIdle(action: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(action, { timeout: 2000 });
  else setTimeout(action, 300);
}

export class PyExample extends HTMLElement {
  /** Where the code is now. */
  view!: CodeView;
  /** What the reader chose to keep lit. */
  pinned: readonly Span[] = [];
  /** Which item of the panel that was, by its place there. */
  private pinnedItem: number | null = null;
  private live: Promise<Live> | null = null;
  private tabs: HTMLElement[] = [];
  private ready = false;

  connectedCallback(): void {
    if (this.ready) return;
    this.ready = true;
    this.view = new StaticCode(this.querySelector<HTMLElement>('.ex-file.active code')!);
    this.tabs = [...this.querySelectorAll<HTMLElement>('[role=tab]')];
    for (const panel of this.panels()) {
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', `${panel.id}-tab`);
      panel.querySelector('details')!.open = true;
    }
    this.show(this.dataset.show!);
    this.view.mark(this.printedError);
    this.listen();
    this.restore();
    nearby.observe(this);
    addEventListener('hashchange', () => this.restore());
  }

  /** Whether the panels tell of the code as it stands; while they do not, nothing is linked. */
  get fresh(): boolean {
    return !this.side.hasAttribute('aria-busy');
  }
  set fresh(is: boolean) {
    if (is) this.side.removeAttribute('aria-busy');
    else this.side.setAttribute('aria-busy', 'true');
  }

  /** What the prerendered output or panels complain about. */
  get printedError(): Span | null {
    const [start, end] = (this.dataset.error ?? '').split('-').map(Number);
    return end === undefined ? null : { start, end };
  }

  private get side(): HTMLElement {
    return this.querySelector<HTMLElement>('.ex-side')!;
  }

  panels(): NodeListOf<HTMLElement> {
    return this.querySelectorAll<HTMLElement>('.ex-panel');
  }

  panel(name: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`.ex-panel[data-panel="${CSS.escape(name)}"]`);
  }

  get shown(): HTMLElement {
    return this.panel(this.dataset.show!)!;
  }

  /** Brings a panel to the front. */
  show(name: string): void {
    if (this.panel(name) === null) return;
    this.dataset.show = name;
    for (const tab of this.tabs) {
      const selected = tab.dataset.tab === name;
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
      if (selected) bringIntoRow(tab);
    }
    // One item of a panel is in the order of Tab; arrows go to the others.
    const panel = this.shown;
    if (panel.querySelector('[data-r][tabindex="0"]') === null)
      panel.querySelector<HTMLElement>('[data-r][tabindex="-1"]')?.setAttribute('tabindex', '0');
    this.dispatchEvent(new Event('panel'));
    this.light(this.pinned);
  }

  /** Loads what makes the example live; the first call decides, the others share. */
  wake(): Promise<Live> {
    if (this.live === null) {
      if (!awake) startEarly();
      awake = true;
      this.live = import('./live.ts').then(({ Live }) => new Live(this));
    }
    return this.live;
  }

  /** Lights ranges in the code and in the shown panel. `origin` is where the reader points: that side does not scroll. */
  light(spans: readonly Span[], origin: 'code' | 'panel' | null = null, item: Element | null = null): void {
    if (!this.fresh) spans = [];
    this.view.lit(spans);
    const first = light(this.shown, spans);
    // Where several items stand for the range, the one that is meant stands out.
    if (item?.classList.contains('lit'))
      for (const other of this.shown.querySelectorAll('.lit')) if (other !== item) other.classList.replace('lit', 'lit-in');
    const hint = this.shown.querySelector<HTMLElement>('.ex-hint');
    if (hint !== null) {
      hint.textContent = (item ?? first)?.getAttribute('data-hint') ?? '';
      hint.hidden = hint.textContent === '';
    }
    if (first !== null && origin !== 'panel') reveal(this.shown.querySelector('.ex-body')!, first, hint?.offsetHeight);
  }

  private pin(spans: readonly Span[], origin: 'code' | 'panel', item: Element | null = null): void {
    this.pinned = spans;
    this.pinnedItem = item === null ? null : this.items().indexOf(item);
    this.light(spans, origin, item);
  }

  private items(): Element[] {
    return [...this.shown.querySelectorAll('[data-r]')];
  }

  /** Which of several items for one range is chosen; null when the range says it all. */
  chosenItem(): number | null {
    if (this.pinned.length === 0 || this.pinnedItem === null) return null;
    const items = this.items();
    const range = items[this.pinnedItem]?.getAttribute('data-r');
    return items.filter(item => item.getAttribute('data-r') === range).length > 1 ? this.pinnedItem : null;
  }

  /** Lights what a link names. */
  choose({ at, item }: SharedState): void {
    const named = item === null ? undefined : this.items()[item];
    if (named !== undefined) {
      this.pin(spansOf(named), 'code', named);
      reveal(this.shown.querySelector('.ex-body')!, named);
    } else if (at !== null) this.pin([at], 'code');
  }

  /** Lights what stands at a place of the code. */
  pointAt(offset: number | null, keep: boolean): void {
    if (!this.fresh) return;
    const span = offset === null ? null : innermost(this.shown, offset);
    const spans = span === null ? [] : [span];
    if (keep) this.pin(spans, 'code');
    else this.light(spans.length === 0 ? this.pinned : spans, 'code');
  }

  private listen(): void {
    this.addEventListener('click', event => this.clicked(event));
    this.addEventListener('keydown', event => this.pressed(event));
    this.addEventListener('pointerenter', () => void this.wake());
    this.addEventListener('pointerdown', () => void this.wake());
    this.addEventListener('focusin', event => {
      void this.wake();
      const item = itemAt(event.target);
      if (item !== null) this.light(spansOf(item), 'panel', item);
    });
    this.addEventListener('focusout', () => this.light(this.pinned, 'panel'));
    this.addEventListener('pointermove', event => {
      if (event.pointerType === 'touch') return;
      const target = event.target as Element;
      if (target.closest('.ex-source') !== null) this.pointAt(this.view.offsetAt(event.clientX, event.clientY), false);
      else {
        const item = itemAt(target);
        this.light(item === null ? this.pinned : spansOf(item), 'panel', item);
      }
    });
    this.addEventListener('pointerleave', () => this.light(this.pinned, 'panel'));
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const tab = target.closest<HTMLElement>('[role=tab]');
    if (tab !== null) return this.show(tab.dataset.tab!);
    const action = target.closest<HTMLElement>('[data-do]');
    if (action?.dataset.do === 'alone') return this.openAlone(event, action as HTMLAnchorElement);
    if (action !== null) return void this.wake().then(live => live.perform(action.dataset.do!, action));
    const toggle = target.closest('[role=treeitem]');
    if (toggle !== null && toggle.hasAttribute('aria-expanded') && event.offsetX < 18 && target.classList.contains('ex-node'))
      return expand(toggle);
    const item = itemAt(target);
    if (item !== null) return this.pin(spansOf(item), 'panel', item);
    if (target.closest('.ex-source') !== null && this.view instanceof StaticCode) {
      const { clientX, clientY } = event;
      const touch = (event as PointerEvent).pointerType === 'touch';
      this.pointAt(this.view.offsetAt(clientX, clientY), true);
      void this.wake().then(live => live.edit(touch ? null : { x: clientX, y: clientY }));
    }
  }

  /** The link to the example's own page takes along what the reader has made of it. */
  private openAlone(event: MouseEvent, link: HTMLAnchorElement): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const elsewhere = document.documentElement.classList.contains('embed');
    void this.address().then(hash => (elsewhere ? open(link.href + hash, '_blank', 'noopener') : location.assign(link.href + hash)));
  }

  /** The state as the end of an address. */
  address(): Promise<string> {
    return this.wake().then(live => live.address());
  }

  private pressed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.wake().then(live => live.run());
    } else if (event.key === 'Escape' && this.pinned.length > 0) this.pin([], 'panel');
    else if (target.role === 'tab') this.moveTab(event);
    else if (itemOf(target)) this.moveItem(event, target);
    else if (target.matches('pre.ex-code') && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      void this.wake().then(live => live.edit('start'));
    }
  }

  private moveTab(event: KeyboardEvent): void {
    const tabs = this.tabs.filter(tab => !tab.hidden);
    const at = tabs.indexOf(event.target as HTMLElement);
    const next = step(event.key, at, tabs.length, 'ArrowLeft', 'ArrowRight');
    if (next === null) return;
    event.preventDefault();
    tabs[next].focus();
    this.show(tabs[next].dataset.tab!);
  }

  private moveItem(event: KeyboardEvent, from: HTMLElement): void {
    if (from.role === 'treeitem' && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      const opens = event.key === 'ArrowRight';
      if (from.getAttribute('aria-expanded') === String(!opens)) return expand(from);
      const next = opens ? from.querySelector<HTMLElement>('[role=treeitem]') : from.parentElement!.closest<HTMLElement>('[role=treeitem]');
      if (next !== null) this.focusItem(from, next);
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return this.pin(spansOf(from), 'panel', from);
    }
    const items = [...this.shown.querySelectorAll<HTMLElement>('[tabindex="-1"], [tabindex="0"]')].filter(
      item => itemOf(item) && item.checkVisibility(),
    );
    const next = step(event.key, items.indexOf(from), items.length, 'ArrowUp', 'ArrowDown');
    if (next === null) return;
    event.preventDefault();
    this.focusItem(from, items[next]);
  }

  private focusItem(from: HTMLElement, to: HTMLElement): void {
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus({ preventScroll: true });
    reveal(this.shown.querySelector('.ex-body')!, to);
  }

  /** What the address or an earlier visit says. */
  private restore(): void {
    const shared = stateInHash(location.hash, this.id);
    if (shared !== null) {
      if (shared.show !== null) this.show(shared.show);
      if (location.hash.includes('?')) this.scrollIntoView();
      if (shared.code !== null || shared.file !== null) void this.wake().then(live => live.open(shared));
      else this.choose(shared);
    }
    if ((shared?.code ?? null) === null && storedEdits(this.id) !== null) void this.wake();
  }
}

/** Scrolls a row of tabs, and nothing else, so that one of them is in view. */
function bringIntoRow(tab: HTMLElement): void {
  const row = tab.parentElement!;
  const outer = row.getBoundingClientRect();
  const inner = tab.getBoundingClientRect();
  if (inner.right > outer.right) row.scrollLeft += inner.right - outer.right;
  else if (inner.left < outer.left) row.scrollLeft -= outer.left - inner.left;
}

/** Rows and nodes take part in linking and in arrow keys; a tree's item covers its children, so the innermost counts. */
function itemOf(element: Element): boolean {
  return element.hasAttribute('data-r') || element.role === 'treeitem';
}

function itemAt(target: EventTarget | null): Element | null {
  return (target as Element | null)?.closest('.ex-panel [data-r]') ?? null;
}

function expand(item: Element): void {
  item.setAttribute('aria-expanded', String(item.getAttribute('aria-expanded') !== 'true'));
}

function step(key: string, at: number, count: number, back: string, forth: string): number | null {
  if (key === back) return (at + count - 1) % count;
  if (key === forth) return (at + 1) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

customElements.define('py-example', PyExample);
