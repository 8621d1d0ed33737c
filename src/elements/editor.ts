/**
 * The editor: CodeMirror in the place of the prerendered code, with its metrics and colours.
 *
 * Tab indents, as one expects of code; so that it is no trap, Escape hands the next Tab back to the page, and the description of the text
 * field says so.
 */
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, temporarilySetTabFocusMode } from '@codemirror/commands';
import { pythonLanguage } from '@codemirror/lang-python';
import { LanguageSupport, bracketMatching, indentOnInput, indentUnit, syntaxTree } from '@codemirror/language';
import { EditorSelection, EditorState, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, keymap, lineNumbers } from '@codemirror/view';
import type { Extension, Transaction } from '@codemirror/state';
import type { DecorationSet, ViewUpdate } from '@codemirror/view';
import { paintTree } from './highlighting.ts';
import type { CodeView, Span } from './linking.ts';

export interface EditorListener {
  changed(path: string, text: string): void;
  /** The reader moved the caret without editing. */
  pointed(offset: number): void;
}

export class Editor implements CodeView {
  readonly dom: HTMLElement;
  private readonly view: EditorView;
  private readonly states = new Map<string, EditorState>();
  private readonly listener: EditorListener;
  private readonly describedBy: string;
  private readonly label: string;
  path: string;

  constructor(files: ReadonlyMap<string, string>, path: string, label: string, describedBy: string, listener: EditorListener) {
    this.listener = listener;
    this.label = label;
    this.describedBy = describedBy;
    this.path = path;
    for (const [name, text] of files) this.states.set(name, this.stateFor(name, text));
    this.view = new EditorView({ state: this.states.get(path)! });
    this.dom = this.view.dom;
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** The text of any of the files. */
  textOf(path: string): string {
    return (path === this.path ? this.view.state : this.states.get(path)!).doc.toString();
  }

  open(path: string): void {
    if (path === this.path) return;
    this.states.set(this.path, this.view.state);
    this.path = path;
    this.view.setState(this.states.get(path)!);
  }

  /** Replaces a file's text as one step that can be undone; the part that stays the same is not touched. */
  replace(path: string, text: string): void {
    const state = path === this.path ? this.view.state : this.states.get(path)!;
    const old = state.doc.toString();
    if (old === text) return;
    let from = 0;
    while (from < old.length && old[from] === text[from]) from++;
    let end = 0;
    while (end < old.length - from && end < text.length - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
    const spec = { changes: { from, to: old.length - end, insert: text.slice(from, text.length - end) }, userEvent: 'input.replace' };
    if (path === this.path) this.view.dispatch(spec);
    else {
      this.states.set(path, state.update(spec).state);
      this.listener.changed(path, text);
    }
  }

  offsetAt(x: number, y: number): number | null {
    const place = this.view.posAndSideAtCoords({ x, y });
    if (place === null) return null;
    const offset = place.assoc < 0 ? place.pos - 1 : place.pos;
    // Beside the end of a line there is no character.
    const line = this.view.state.doc.lineAt(place.pos);
    const right = this.view.coordsAtPos(line.to)?.left ?? 0;
    return offset < line.from || x > right + 2 ? null : offset;
  }

  lit(spans: readonly Span[]): void {
    this.view.dispatch({ effects: setLit.of(spans) });
  }

  mark(span: Span | null): void {
    this.view.dispatch({ effects: setError.of(span) });
  }

  focus(): void {
    this.view.focus();
  }

  placeCaret(at: { x: number; y: number } | 'start'): void {
    const offset = at === 'start' ? 0 : (this.view.posAtCoords(at) ?? this.view.state.doc.length);
    this.view.dispatch({ selection: EditorSelection.cursor(offset) });
    this.view.focus();
  }

  get scroll(): { left: number; top: number } {
    return { left: this.view.scrollDOM.scrollLeft, top: this.view.scrollDOM.scrollTop };
  }
  set scroll({ left, top }: { left: number; top: number }) {
    this.view.scrollDOM.scrollLeft = left;
    this.view.scrollDOM.scrollTop = top;
  }

  private stateFor(path: string, text: string): EditorState {
    return EditorState.create({
      doc: text,
      extensions: [
        editing,
        EditorView.contentAttributes.of({ 'aria-label': this.label, 'aria-describedby': this.describedBy }),
        EditorView.updateListener.of(update => this.updated(path, update)),
      ],
    });
  }

  private updated(path: string, update: ViewUpdate): void {
    if (update.docChanged) this.listener.changed(path, update.state.doc.toString());
    else if (update.selectionSet && update.transactions.some(transaction => transaction.isUserEvent('select'))) {
      this.listener.pointed(update.state.selection.main.head);
    }
  }
}

const setLit = StateEffect.define<readonly Span[]>();
const setError = StateEffect.define<Span | null>();

/** Ranges shown as marks, moved along with edits until they are set anew. */
function marks<T>(effect: ReturnType<typeof StateEffect.define<T>>, style: string, spansOf: (value: T) => readonly Span[]): Extension {
  const decoration = Decoration.mark({ class: style });
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(set, transaction: Transaction) {
      set = set.map(transaction.changes);
      for (const change of transaction.effects) {
        if (!change.is(effect)) continue;
        const length = transaction.newDoc.length;
        set = Decoration.set(
          spansOf(change.value)
            .map(span => ({ from: Math.min(span.start, length), to: Math.min(span.end, length) }))
            .filter(({ from, to }) => from < to)
            .map(({ from, to }) => decoration.range(from, to)),
          true,
        );
      }
      return set;
    },
    provide: field => EditorView.decorations.from(field),
  });
}

const painted = new Map<string, Decoration>();

/** Colours what is in view by the table that coloured the page. */
const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    private tree;
    constructor(view: EditorView) {
      this.tree = syntaxTree(view.state);
      this.decorations = this.paint(view);
    }
    update(update: ViewUpdate): void {
      if (!update.docChanged && !update.viewportChanged && syntaxTree(update.state) === this.tree) return;
      this.tree = syntaxTree(update.state);
      this.decorations = this.paint(update.view);
    }
    private paint(view: EditorView): DecorationSet {
      const builder = new RangeSetBuilder<Decoration>();
      const { doc } = view.state;
      for (const { from, to } of view.visibleRanges) {
        paintTree(
          this.tree,
          (start, end) => doc.sliceString(start, end),
          from,
          to,
          (start, end, style) => {
            let mark = painted.get(style);
            if (mark === undefined) painted.set(style, (mark = Decoration.mark({ class: style })));
            builder.add(start, end, mark);
          },
        );
      }
      return builder.finish();
    }
  },
  { decorations: plugin => plugin.decorations },
);

const theme = EditorView.theme({
  '&': { color: 'var(--code-ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', maxHeight: 'inherit' },
  '.cm-content': { padding: 'var(--ex-pad) 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 var(--space-4) 0 0' },
  '.cm-gutters': { backgroundColor: 'var(--surface-sunk)', border: 'none', color: 'var(--ink-faint)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: 'var(--ex-gutter)', padding: '0 var(--ex-gap) 0 0', textAlign: 'right' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--selection)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    boxShadow: 'inset 0 0 0 1px var(--line-strong)',
    borderRadius: '2px',
  },
});

/** Tab: indents the selected lines, or goes to the next column that is a multiple of four. */
function indent(view: EditorView): boolean {
  const { state } = view;
  if (state.selection.ranges.some(range => !range.empty)) return indentMore(view);
  view.dispatch(
    state.changeByRange(range => {
      const column = range.head - state.doc.lineAt(range.head).from;
      const spaces = ' '.repeat(4 - (column % 4));
      return { changes: { from: range.head, insert: spaces }, range: EditorSelection.cursor(range.head + spaces.length) };
    }),
    { scrollIntoView: true, userEvent: 'input' },
  );
  return true;
}

const editing: Extension = [
  lineNumbers(),
  history(),
  indentUnit.of('    '),
  EditorState.tabSize.of(4),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  new LanguageSupport(pythonLanguage),
  colours,
  marks(setLit, 'ex-lit', spans => spans),
  marks(setError, 'ex-mark', span => (span === null ? [] : [span])),
  theme,
  keymap.of([
    { key: 'Escape', run: temporarilySetTabFocusMode },
    { key: 'Tab', run: indent, shift: indentLess },
    // The example runs the program; the editor must not break the line.
    { key: 'Mod-Enter', run: () => true },
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...historyKeymap,
  ]),
];
