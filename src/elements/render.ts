/**
 * Panels as HTML: one renderer for the build and for the page, so that what a reader edits looks like what was prerendered.
 *
 * Everything that stands for a part of the source carries `data-r="start-end"` (several, separated by spaces, for a symbol); `linking.ts` lights
 * what belongs together by these alone.
 */
import type {
  AstField,
  AstNode,
  CodeListing,
  FileEntry,
  Inspection,
  InstructionRow,
  OutputChunk,
  Range,
  ScopeNode,
  SourceError,
  Stage,
  StageResult,
  Step,
  TokenRow,
} from '../stages/types.ts';

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, c => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&quot;'));
}

function ranges(...list: readonly (Range | null)[]): string {
  const text = list.flatMap(range => (range === null ? [] : [`${range.start}-${range.end}`])).join(' ');
  return text === '' ? '' : ` data-r="${text}"`;
}

/** The body of a stage's panel. */
export function renderStage(stage: Stage, inspection: Inspection): string {
  switch (stage) {
    case 'tokens':
      return rendered(inspection.tokens, renderTokens);
    case 'ast':
      return rendered(inspection.ast, renderAst);
    case 'scopes':
      return rendered(inspection.scopes, renderScopes);
    case 'bytecode':
      return rendered(inspection.bytecode, renderBytecode);
  }
}

function rendered<T>(result: StageResult<T>, render: (value: T) => string): string {
  if ('value' in result) return render(result.value);
  if ('error' in result) return renderError(result.error);
  return `<p class="ex-note">${escapeHtml(result.unavailable)}</p>`;
}

function renderError({ type, message, lineno, range }: SourceError): string {
  return (
    `<p class="ex-error"><button type="button" class="ex-place"${ranges(range)}>Line ${lineno}</button> ` +
    `<b>${escapeHtml(type)}</b>: ${escapeHtml(message)}</p>`
  );
}

// — Tokens ————————————————————————————————————————————————————————————————

function renderTokens(rows: readonly TokenRow[]): string {
  const body = rows.map(
    row =>
      `<tr${ranges(row.range)} tabindex="-1"><td class="ex-dim">${row.position}</td><td class="ex-type">${row.exact}</td>` +
      `<td><code>${tokenText(row.text)}</code></td></tr>`,
  );
  return (
    '<table class="ex-table ex-tokens"><thead><tr><th scope="col">Position</th><th scope="col">Type</th><th scope="col">Text</th></tr></thead>' +
    `<tbody>${body.join('')}</tbody></table>`
  );
}

function tokenText(text: string): string {
  return escapeHtml(text).replace(/\r?\n/g, '<span class="ex-dim">⏎</span>').replace(/\t/g, '<span class="ex-dim">⇥</span>');
}

// — AST ———————————————————————————————————————————————————————————————————

function renderAst(root: AstNode): string {
  return `<ul class="ex-tree" role="tree" aria-label="Syntax tree">${renderNode(root, '', 1)}</ul>`;
}

function renderNode(node: AstNode, field: string, level: number): string {
  const scalars: string[] = [];
  const children: string[] = [];
  for (const { name, value } of node.fields) {
    if (value.kind === 'scalar') scalars.push(`<span class="ex-attr"><i>${name}=</i>${scalarText(value.text)}</span>`);
    else children.push(renderField({ name, value }, level + 1));
  }
  const inner = children.join('');
  const label = field === '' ? '' : `<i class="ex-field">${field}</i>`;
  const expanded = inner === '' ? '' : ' aria-expanded="true"';
  return (
    `<li role="treeitem" aria-level="${level}"${expanded} tabindex="-1"${ranges(node.range)}>` +
    `<span class="ex-node">${label}<b>${node.class}</b>${scalars.join('')}</span>` +
    `${inner === '' ? '' : `<ul role="group">${inner}</ul>`}</li>`
  );
}

function renderField({ name, value }: AstField, level: number): string {
  if (value.kind === 'node') return renderNode(value.node, name, level);
  if (value.kind === 'scalar') return '';
  const items = value.nodes;
  return items
    .map((node, i) => {
      const label = `${name}[${i}]`;
      return node === null
        ? `<li role="treeitem" aria-level="${level}" tabindex="-1"><span class="ex-node"><i class="ex-field">${label}</i>None</span></li>`
        : renderNode(node, label, level);
    })
    .join('');
}

function scalarText(text: string): string {
  const kind = /^['"bf]/.test(text) ? 'code-string' : /^-?\d/.test(text) ? 'code-number' : '';
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return kind === '' ? escapeHtml(shown) : `<span class="${kind}">${escapeHtml(shown)}</span>`;
}

// — Scopes ————————————————————————————————————————————————————————————————

function renderScopes(scope: ScopeNode): string {
  const notes = scope.notes.map(note => `<span class="ex-flag">${escapeHtml(note)}</span>`).join('');
  const rows = scope.symbols.map(
    symbol =>
      `<tr${ranges(...symbol.ranges)} tabindex="-1"><td class="ex-name"><code>${escapeHtml(symbol.name)}</code></td>` +
      `<td><span class="ex-scope" data-scope="${symbol.scope}">${symbol.scope}</span></td>` +
      `<td class="ex-dim">${symbol.flags.join(', ')}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? '<p class="ex-note">no names</p>'
      : '<table class="ex-table"><thead><tr><th scope="col">Name</th><th scope="col">Scope</th><th scope="col">Facts</th></tr></thead>' +
        `<tbody>${rows.join('')}</tbody></table>`;
  const title = scope.kind === 'module' ? '<b>module</b>' : `<b>${scope.kind}</b> <code>${escapeHtml(scope.name)}</code>`;
  return (
    `<section class="ex-block"><h4 aria-level="3"${ranges(scope.range)} tabindex="-1">${title}` +
    `${scope.lineno > 0 ? `<span class="ex-dim">line ${scope.lineno}</span>` : ''}${notes}</h4>${table}` +
    `${scope.children.map(renderScopes).join('')}</section>`
  );
}

// — Bytecode ——————————————————————————————————————————————————————————————

function renderBytecode(listings: readonly CodeListing[]): string {
  return `${listings.map(renderCode).join('')}<p class="ex-hint" role="status" hidden></p>`;
}

function renderCode(code: CodeListing): string {
  const facts = [
    fact('consts', code.consts),
    fact('names', code.names),
    fact('varnames', code.varnames),
    fact('cellvars', code.cellvars),
    fact('freevars', code.freevars),
    fact('flags', code.flags),
    fact('exception table', code.exceptionTable),
  ].join('');
  return (
    `<section class="ex-block"><h4 aria-level="3"><code>${escapeHtml(code.qualname)}</code>` +
    `<span class="ex-dim">line ${code.firstlineno} · ${code.size} bytes · stack ${code.stacksize}</span></h4>` +
    '<table class="ex-table ex-listing"><thead><tr><th scope="col">Line</th><th scope="col">Offset</th><th scope="col">Instruction</th><th scope="col">Argument</th></tr></thead>' +
    `<tbody>${code.instructions.map(renderInstruction).join('')}</tbody></table>` +
    `<details class="ex-facts"><summary>Constants and names</summary><dl>${facts}</dl></details></section>`
  );
}

function renderInstruction(row: InstructionRow): string {
  const label = row.label === null ? '' : `<span class="ex-label">${row.label}</span>`;
  const argument = row.arg === null ? '' : `<span class="ex-arg">${row.arg}</span>`;
  const meaning = row.argrepr === '' ? '' : ` <code>${escapeHtml(row.argrepr)}</code>`;
  const first = row.line === null ? '' : ' class="ex-first"';
  return (
    `<tr${first}${ranges(row.range)} tabindex="-1" data-hint="${escapeHtml(row.doc)}"><td class="ex-dim">${row.line ?? ''}</td>` +
    `<td class="ex-dim">${label}${row.offset}</td><td class="ex-type">${row.opname}</td><td>${argument}${meaning}</td></tr>`
  );
}

function fact(name: string, values: readonly string[]): string {
  if (values.length === 0) return '';
  return `<div><dt>${name}</dt><dd>${values.map(value => `<code>${escapeHtml(value)}</code>`).join(' ')}</dd></div>`;
}

// — Steps ————————————————————————————————————————————————————————————————

/** The first instructions of a run; where a frame begins or goes on, a line says so. */
export function renderSteps(steps: readonly Step[], limit: number): string {
  if (steps.length === 0) return '<p class="ex-note">Nothing has run.</p>';
  let frame = '';
  const body = steps.map((step, i) => {
    const key = `${step.depth} ${step.frame}`;
    const heading =
      key === frame
        ? ''
        : `<tr class="ex-frame"><th scope="colgroup" colspan="2"><span class="ex-depth">${'│ '.repeat(Math.max(0, step.depth - steps[0].depth))}</span>` +
          `<code>${escapeHtml(step.frame)}</code></th></tr>`;
    frame = key;
    return heading + renderStep(step, i + 1);
  });
  return (
    '<table class="ex-table ex-steps"><thead><tr><th scope="col">Step</th><th scope="col">Instruction, and the stack before it</th></tr></thead>' +
    `<tbody>${body.join('')}</tbody></table>` +
    `${steps.length < limit ? '' : `<p class="ex-note">The first ${limit} instructions of the program’s own code.</p>`}` +
    '<p class="ex-hint" role="status" hidden></p>'
  );
}

function renderStep({ opname, argrepr, stack, variables, range }: Step, number: number): string {
  const values = stack.map(value => `<span class="ex-value">${escapeHtml(value)}</span>`).join('');
  const hint = variables.length === 0 ? 'no variables' : variables.map(({ name, value }) => `${name} = ${value}`).join('\u2002\u2002');
  return (
    `<tr data-r="${range === null ? '' : `${range.start}-${range.end}`}" tabindex="-1" data-hint="${escapeHtml(hint)}"><td class="ex-dim">${number}</td>` +
    `<td><span class="ex-type">${opname}</span> <code>${escapeHtml(argrepr)}</code>${values === '' ? '' : `<span class="ex-stack">${values}</span>`}</td></tr>`
  );
}

// — Output and files ——————————————————————————————————————————————————————

const STREAMS = ['ex-stdin', '', 'ex-stderr'];

export function renderChunks(chunks: readonly OutputChunk[]): string {
  return chunks.map(({ fd, text }) => (fd === 1 ? escapeHtml(text) : `<span class="${STREAMS[fd]}">${escapeHtml(text)}</span>`)).join('');
}

/** A look into a file that a program has written. */
export function renderFile({ size, content }: FileEntry): string {
  if (content.kind === 'text') return `<pre class="ex-made-text">${escapeHtml(content.text)}</pre>${cut(content.text.length, size)}`;
  const bytes = `${renderBytes(content.bytes)}${cut(content.bytes.length, size)}`;
  if (content.kind === 'bytes') return bytes;
  const rows = content.fields.map(
    ({ name, bytes, meaning }) =>
      `<tr><td><code>${hex(bytes)}</code></td><td class="ex-type">${name}</td><td>${escapeHtml(meaning)}</td></tr>`,
  );
  const rest = Math.max(0, size - 16);
  return (
    '<table class="ex-table ex-fields"><thead><tr><th scope="col">Bytes</th><th scope="col">Field</th><th scope="col">Meaning</th></tr></thead>' +
    `<tbody>${rows.join('')}<tr><td><code>${hex(content.bytes.subarray(16, 20))} …</code></td><td class="ex-type">code</td>` +
    `<td>${rest.toLocaleString('en')} bytes, marshalled</td></tr></tbody></table>` +
    `${content.code === null ? '<p class="ex-note">The code in it cannot be read.</p>' : content.code.map(renderCode).join('')}` +
    `<details class="ex-facts"><summary>All ${size.toLocaleString('en')} bytes</summary>${bytes}</details>`
  );
}

function cut(shown: number, size: number): string {
  return shown >= size ? '' : `<p class="ex-note">The beginning of ${size.toLocaleString('en')} bytes.</p>`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Eight bytes a line: what they are, and what they are as text. */
function renderBytes(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let i = 0; i < bytes.length; i += 8) {
    const row = bytes.subarray(i, i + 8);
    const text = Array.from(row, byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`<span class="ex-dim">${i.toString(16).padStart(4, '0')}</span>  ${hex(row).padEnd(23)}  ${escapeHtml(text)}`);
  }
  return `<pre class="ex-made-bytes">${lines.join('\n')}</pre>`;
}

/** A folder stands small above the name, for tabs are narrow. */
function tabLabel(path: string): string {
  const slash = path.lastIndexOf('/') + 1;
  const folder = slash === 0 ? '' : `<span class="ex-folder">${escapeHtml(path.slice(0, slash))}</span>`;
  return `${folder}<span>${escapeHtml(path.slice(slash))}</span>`;
}

/** The tab and the body of each file that a program has written; the page has them beside those of the sources. */
export function renderMade(files: readonly FileEntry[], label: string): { tabs: string; bodies: string } {
  const tabs = files.map(
    ({ path }) =>
      `<button type="button" class="ex-filetab ex-made-tab" data-do="file" data-path="${escapeHtml(path)}" aria-pressed="false" title="Written by the program">${tabLabel(path)}</button>`,
  );
  const bodies = files.map(
    file =>
      `<div class="ex-file ex-made" data-path="${escapeHtml(file.path)}" data-stage="bytecode" data-pagefind-ignore><p class="ex-path">${escapeHtml(file.path)}</p>` +
      `<div class="ex-made-body" tabindex="0" role="group" aria-label="${escapeHtml(`${label}: ${file.path}`)}">${renderFile(file)}</div></div>`,
  );
  return { tabs: tabs.join(''), bodies: bodies.join('') };
}
