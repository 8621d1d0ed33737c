/** Docstrings are cleaned when they are compiled: indentation goes, as `inspect.cleandoc` takes it away, but all lines stay. */
import { strConstant } from '../../code/constant.ts';
import type { Constant, WideStr } from '../../code/constant.ts';

export function cleanDoc(doc: Constant): string | WideStr {
  const text = expandTabs(typeof doc === 'string' ? doc : (doc as WideStr).text);
  const [first, ...rest] = text.split('\n');
  let margin = Infinity;
  for (const line of rest) {
    const indent = leadingSpaces(line);
    if (indent < line.length) margin = Math.min(margin, indent);
  }
  if (margin === Infinity) margin = 0;
  const lines = rest.map(line => line.slice(Math.min(margin, leadingSpaces(line))));
  return strConstant([first.slice(leadingSpaces(first)), ...lines].join('\n'));
}

function leadingSpaces(line: string): number {
  let n = 0;
  while (line[n] === ' ') n++;
  return n;
}

/** `str.expandtabs()`. */
function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let result = '';
  let column = 0;
  for (const ch of text) {
    if (ch === '\t') {
      const width = 8 - (column % 8);
      result += ' '.repeat(width);
      column += width;
    } else {
      result += ch;
      column = ch === '\n' || ch === '\r' ? 0 : column + 1;
    }
  }
  return result;
}
