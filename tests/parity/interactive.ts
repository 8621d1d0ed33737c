/**
 * A file's statements as a reader would type them at the prompt: each top-level statement compiled in mode 'single', each expression in mode 'eval',
 * and each beginning of a statement, cut at a line's end, with the flags of `codeop`, which has to tell unfinished input from wrong input.
 */
import { createHash } from 'node:crypto';
import type { expr, stmt } from '../../interpreter/ast/nodes.generated.ts';
import { compile, type CompileMode } from '../../interpreter/compiler/index.ts';
import { parse } from '../../interpreter/parser/index.ts';
import { decodeSource, PythonSyntaxError } from '../../interpreter/source/index.ts';
import { codeJson, theirCodeJson } from './code.ts';
import { errorJson } from './compare.ts';

/** Statements longer than this are left out: every beginning of each is compiled. */
const MAX_LINES = 30;

function codeHash(code: unknown): string {
  return createHash('sha1').update(JSON.stringify(code)).digest('hex');
}

/** A result as a short row: the hash of the code, or the error. */
function outcome(text: string, filename: string, mode: CompileMode, codeop: boolean): unknown {
  try {
    const tree = parse(text, { filename, mode, allowIncomplete: codeop, dontImplyDedent: codeop });
    return codeHash(codeJson(compile(tree, { filename, mode })));
  } catch (error) {
    if (error instanceof PythonSyntaxError && error.incomplete) return 'incomplete';
    return errorJson(error);
  }
}

export function singleStatements(bytes: Uint8Array, filename: string): string {
  const tree = parse(bytes, { filename });
  const { text } = decodeSource(bytes, filename, true);
  const lines = text.split(/(?<=\n)/);
  const rows: unknown[] = [];
  for (const statement of (tree as { body: stmt[] }).body) {
    const first = firstLine(statement);
    const own = lines.slice(first - 1, statement.end_lineno);
    if (own.length > MAX_LINES) continue;
    const source = `${own.join('').trimEnd()}\n`;
    rows.push(outcome(`${source}\n`, filename, 'single', false));
    if (statement._type === 'Expr') rows.push(outcome(source.trim(), filename, 'eval', false));
    for (let i = 1; i <= own.length; i++) rows.push(outcome(own.slice(0, i).join(''), filename, 'single', true));
  }
  return JSON.stringify(rows);
}

function firstLine(statement: stmt): number {
  const decorators: readonly expr[] = 'decorator_list' in statement ? statement.decorator_list : [];
  return Math.min(statement.lineno, ...decorators.map(decorator => decorator.lineno));
}

/** What `_interactive` gives as the rows of `singleStatements`. */
export function readTheirRows(json: string): string {
  const rows = JSON.parse(json) as unknown[];
  const isCode = (row: unknown): row is { code: string } => typeof row === 'object' && row !== null && 'code' in row;
  return JSON.stringify(rows.map(row => (isCode(row) ? codeHash(theirCodeJson(new Uint8Array(Buffer.from(row.code, 'base64')))) : row)));
}

/** Python that defines `_interactive(source, name)`: the same rows as JSON, code objects marshalled. */
export const THEIR_INTERACTIVE = `
def _interactive(source, name):
    def outcome(text, mode, flags):
        try:
            code = compile(text, name, mode, flags=flags, dont_inherit=True, optimize=0)
            return {"code": base64.b64encode(marshal.dumps(code)).decode()}
        except _IncompleteInputError:
            return "incomplete"
        except Exception as error:
            return _error(error)
    tree = ast.parse(source, name)
    lines = _decode(source).splitlines(keepends=True)
    rows = []
    for statement in tree.body:
        first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
        own = lines[first - 1:statement.end_lineno]
        if len(own) > ${MAX_LINES}:
            continue
        text = "".join(own).rstrip() + "\\n"
        rows.append(outcome(text + "\\n", "single", 0))
        if isinstance(statement, ast.Expr):
            rows.append(outcome(text.strip(), "eval", 0))
        for i in range(1, len(own) + 1):
            rows.append(outcome("".join(own[:i]), "single", 0x4000 | 0x200))
    return json.dumps(rows, separators=(",", ":"), ensure_ascii=False)

def _decode(source):
    # Only \\n, \\r\\n and \\r end a line of Python.
    return _Lines(io.TextIOWrapper(io.BytesIO(source), encoding=tokenize.detect_encoding(io.BytesIO(source).readline)[0]).read())

class _Lines(str):
    def splitlines(self, keepends):
        return io.StringIO(self).readlines()

from builtins import _IncompleteInputError
`;
