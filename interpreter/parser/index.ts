/**
 * The parser: tokens become a tree.
 *
 *     SourceText  ──►  Tokenizer  ──►  rules  ──►  Module(body=[…])
 *
 * The rules are a parsing expression grammar, defs/python.gram, made into functions by tools/parser.ts: one function a rule, which looks at
 * the tokens from a mark on and either returns a node and leaves the mark behind it, or returns null. Alternatives are tried in order and
 * the first that matches wins, so a rule may go back and try again; what costs too much to parse twice is remembered at its first token.
 * A rule that begins with itself (`sum: sum '+' term | term`) is a loop that wraps what it has in one more node.
 *
 * A program that does not parse is parsed a second time, now with the rules named invalid_*, each of which knows one mistake and words its
 * error. If none of them recognizes it, the error is "invalid syntax" at the last token the first pass looked at. Either way the rest of
 * the program is searched for a bracket never closed or a string without end, which explains more.
 *
 * Positions are CPython's: lines from 1, columns in UTF-8 bytes. Files: parser.ts is the machine, actions.ts, strings.ts and literals.ts
 * build what is more than a constructor call. CPython does the same in Grammar/python.gram, Parser/pegen.c, Parser/pegen_errors.c,
 * Parser/action_helpers.c and Parser/string_parser.c.
 */
import type * as ast from '../ast/nodes.generated.ts';
import { decodeSource, PythonSyntaxError, SourceText } from '../source/index.ts';
import { Tokenizer } from '../tokens/index.ts';
import { Parser, type ParserWarning, type UnicodeNames } from './parser.ts';
import { eval_rule, file_rule, func_type_rule, interactive_rule, KEYWORDS, SOFT_KEYWORDS } from './rules.generated.ts';

export { ParserFailure, ParserStackOverflow, type ParserWarning, type UnicodeNames } from './parser.ts';
export { KEYWORDS, SOFT_KEYWORDS } from './rules.generated.ts';

export type Mode = 'exec' | 'eval' | 'single' | 'func_type';

export interface ParseOptions {
  filename?: string;
  mode?: Mode;
  /** Read `# type:` comments. */
  typeComments?: boolean;
  /** Accept only what Python 3.featureVersion has. */
  featureVersion?: number;
  /** The source comes from a prompt. */
  interactive?: boolean;
  /** Report an error at the end of the input as incomplete (PyCF_ALLOW_INCOMPLETE_INPUT). */
  allowIncomplete?: boolean;
  /** In mode "single", do not close blocks at the end of the input (PyCF_DONT_IMPLY_DEDENT). */
  dontImplyDedent?: boolean;
  /** `<>` instead of `!=`. */
  barryAsFlufl?: boolean;
  /** How many digits a decimal integer may have; 0 for any number. */
  maxStrDigits?: number;
  /** What `\N{name}` stands for: a character or a named sequence. */
  unicodeName?: UnicodeNames;
  /** Receives each SyntaxWarning when it comes up; may throw the warning's `asError()`. */
  onWarning?: (warning: ParserWarning) => void;
}

let unicodeNames: UnicodeNames = () => null;

/** Sets what `\N{name}` stands for when parse is not told; source/unicode-names.ts has the table, too large to come with the parser. */
export function setUnicodeNames(lookup: UnicodeNames): void {
  unicodeNames = lookup;
}

const START_RULES = { exec: file_rule, eval: eval_rule, single: interactive_rule, func_type: func_type_rule };

/** Parses a program. Throws PythonSyntaxError, or ParserFailure where CPython raises MemoryError or ValueError. */
export function parse(source: SourceText | string | Uint8Array, options: ParseOptions = {}): ast.mod {
  const mode = options.mode ?? 'exec';
  const filename = options.filename ?? '<unknown>';
  const text = sourceText(source, filename);
  const tokenizer = new Tokenizer(text, {
    filename,
    mode,
    typeComments: options.typeComments,
    dontImplyDedent: options.dontImplyDedent,
    interactive: options.interactive,
  });
  tokenizer.barryAsFlufl = options.barryAsFlufl ?? false;
  const flags = {
    implicitNewline: mode === 'exec',
    featureVersion: options.featureVersion ?? 14,
    barryAsFlufl: options.barryAsFlufl ?? false,
    maxStrDigits: options.maxStrDigits ?? 4300,
    unicodeName: options.unicodeName ?? unicodeNames,
    onWarning: options.onWarning ?? ((): void => {}),
  };
  const parser = new Parser(tokenizer, flags, KEYWORDS, SOFT_KEYWORDS);
  const tree = parser.run<ast.mod>(START_RULES[mode], options.allowIncomplete ?? false);
  if (mode === 'single' && hasMore(text, tokenizer))
    parser.raise('SyntaxError', 'multiple statements found while compiling a single statement');
  return tree;
}

function sourceText(source: SourceText | string | Uint8Array, filename: string): SourceText {
  if (source instanceof SourceText) return source;
  if (typeof source !== 'string') return new SourceText(decodeSource(source, filename).text);
  if (source.includes('\0')) {
    const nowhere = { lineno: null, offset: null, end_lineno: null, end_offset: null, text: null };
    throw new PythonSyntaxError('SyntaxError', 'source code string cannot contain null bytes', filename, nowhere);
  }
  return new SourceText(source);
}

/** Whether anything but space and comments follows the statement. */
function hasMore(source: SourceText, tokenizer: Tokenizer): boolean {
  const rest = source.text.slice(source.offsetAt(Math.max(tokenizer.lineno, 1), tokenizer.column));
  return !/^(?:[ \t\n\f]|#[^\n]*)*$/.test(rest);
}
