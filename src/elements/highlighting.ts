/**
 * The colours of Python code: one table for the code in the page and for the editor that takes its place, so that nothing changes colour when the
 * reader begins to edit. The classes are those of `styles/code.css`.
 */
import { pythonLanguage } from '@codemirror/lang-python';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import type { Tree } from '@lezer/common';

const highlighter = tagHighlighter([
  { tag: tags.comment, class: 'code-comment' },
  { tag: [tags.string, tags.special(tags.string)], class: 'code-string' },
  { tag: [tags.number, tags.bool, tags.null, tags.escape], class: 'code-number' },
  { tag: [tags.keyword, tags.modifier], class: 'code-keyword' },
  { tag: [tags.operator, tags.punctuation, tags.derefOperator], class: 'code-operator' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className), tags.meta], class: 'code-function' },
  { tag: [tags.function(tags.variableName), tags.variableName], class: 'name' },
]);

const BUILTINS = new Set(
  (
    'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate ' +
    'eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max ' +
    'memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super ' +
    'tuple type vars zip self cls __import__ __name__ __file__ __doc__ BaseException Exception ArithmeticError AssertionError AttributeError ' +
    'EOFError GeneratorExit ImportError IndexError KeyError KeyboardInterrupt LookupError ModuleNotFoundError NameError NotImplementedError OSError ' +
    'OverflowError RecursionError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemExit TypeError UnboundLocalError ValueError ' +
    'ZeroDivisionError ExceptionGroup BaseExceptionGroup'
  ).split(' '),
);

/** Calls `paint` for each coloured range, in order. */
export function paintTree(
  tree: Tree,
  read: (from: number, to: number) => string,
  from: number,
  to: number,
  paint: (from: number, to: number, style: string) => void,
): void {
  highlightTree(
    tree,
    highlighter,
    (start, end, classes) => {
      if (classes !== 'name') paint(start, end, classes);
      else if (BUILTINS.has(read(start, end))) paint(start, end, 'code-builtin');
    },
    from,
    to,
  );
}

/** Code as HTML, one `span.line` a line. Its text is the source, so offsets in the one are offsets in the other. */
export function highlightedHtml(source: string): string {
  let html = '';
  let position = 0;
  const escape = (text: string) => text.replace(/[&<>]/g, c => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
  paintTree(
    pythonLanguage.parser.parse(source),
    (from, to) => source.slice(from, to),
    0,
    source.length,
    (from, to, style) => {
      html += escape(source.slice(position, from));
      // A string over several lines must not straddle the lines' elements.
      html += source
        .slice(from, to)
        .split('\n')
        .map(text => (text === '' ? '' : `<span class="${style}">${escape(text)}</span>`))
        .join('\n');
      position = to;
    },
  );
  html += escape(source.slice(position));
  return html
    .split('\n')
    .map(line => `<span class="line">${line}</span>`)
    .join('\n');
}
