/**
 * What the panels of an example show, as plain data.
 *
 * The build renders it into the page, the worker sends it after an edit. Every item knows its range in the source, in UTF-16 offsets, so
 * that whatever the reader points at can light its counterparts everywhere else.
 */

/** A range of the source in UTF-16 offsets, the end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A stage's data; or what kept it from being made. */
export type StageResult<T> = { readonly value: T } | { readonly error: SourceError } | { readonly unavailable: string };

/** A SyntaxError with the range to mark. */
export interface SourceError {
  readonly type: string;
  readonly message: string;
  readonly lineno: number;
  readonly range: Range | null;
}

export interface TokenRow {
  /** The token's type as the parser sees it: `OP` for every operator. */
  readonly name: string;
  /** The exact type: `PLUS`. */
  readonly exact: string;
  readonly text: string;
  /** `1,0-1,5`, as `python -m tokenize` prints it: columns in code points. */
  readonly position: string;
  readonly range: Range;
}

export interface AstNode {
  readonly class: string;
  readonly range: Range | null;
  readonly fields: readonly AstField[];
}

export interface AstField {
  readonly name: string;
  readonly value: AstValue;
}

export type AstValue =
  | { readonly kind: 'node'; readonly node: AstNode }
  /** A list of nodes; an item is null where the field allows None (the keys of `{**d}`). */
  | { readonly kind: 'nodes'; readonly nodes: readonly (AstNode | null)[] }
  /** Anything else, as `repr` writes it. */
  | { readonly kind: 'scalar'; readonly text: string };

export interface ScopeNode {
  /** `module`, `function`, `class`, `comprehension`, … */
  readonly kind: string;
  readonly name: string;
  readonly lineno: number;
  readonly range: Range | null;
  /** Remarks on the whole scope: nested, inlined into its parent. */
  readonly notes: readonly string[];
  readonly symbols: readonly SymbolRow[];
  readonly children: readonly ScopeNode[];
}

export interface SymbolRow {
  readonly name: string;
  /** `local`, `global implicit`, `global explicit`, `free` or `cell`. */
  readonly scope: string;
  /** `assigned`, `referenced`, `parameter`, … */
  readonly flags: readonly string[];
  /** Every place in this scope where the name stands. */
  readonly ranges: readonly Range[];
}

export interface CodeListing {
  readonly name: string;
  readonly qualname: string;
  readonly firstlineno: number;
  readonly flags: readonly string[];
  readonly argcount: number;
  readonly stacksize: number;
  /** Bytes of `co_code`, caches included. */
  readonly size: number;
  readonly consts: readonly string[];
  readonly names: readonly string[];
  readonly varnames: readonly string[];
  readonly cellvars: readonly string[];
  readonly freevars: readonly string[];
  readonly instructions: readonly InstructionRow[];
  readonly exceptionTable: readonly string[];
}

export interface InstructionRow {
  readonly offset: number;
  readonly opname: string;
  readonly arg: number | null;
  readonly argrepr: string;
  /** The line number when it differs from the instruction before; null otherwise. */
  readonly line: number | null;
  /** The label (`L1`) of an instruction that a jump goes to. */
  readonly label: string | null;
  /** The offset that this instruction may jump to. */
  readonly target: number | null;
  /** What the instruction does, in one line. */
  readonly doc: string;
  readonly range: Range | null;
}

/** A variable and its value, as short as a panel needs it. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** How many steps of a run are recorded. */
export const STEP_LIMIT = 200;

/** An instruction about to run, with what it finds. */
export interface Step {
  /** The qualified name of the code. */
  readonly frame: string;
  /** How many frames are below it. */
  readonly depth: number;
  readonly opname: string;
  readonly argrepr: string;
  /** The value stack, its top last. */
  readonly stack: readonly string[];
  readonly variables: readonly Variable[];
  /** Where it stands in the main file; null for code of another file. */
  readonly range: Range | null;
}

/** All that can be known of a program before it runs. */
export interface Inspection {
  readonly tokens: StageResult<readonly TokenRow[]>;
  readonly ast: StageResult<AstNode>;
  readonly scopes: StageResult<ScopeNode>;
  readonly bytecode: StageResult<readonly CodeListing[]>;
}

export type Stage = keyof Inspection;
export const STAGES: readonly Stage[] = ['tokens', 'ast', 'scopes', 'bytecode'];

/** A piece of what a terminal would show: standard output (1), standard error (2), or the echo of what was typed (0). */
export interface OutputChunk {
  readonly fd: 0 | 1 | 2;
  readonly text: string;
}

/** How a program ended. */
export interface Outcome {
  readonly exitCode: number;
  readonly error: ProgramError | null;
}

export interface ProgramError {
  readonly type: string;
  readonly message: string;
  /** What to mark in the main file. */
  readonly range: Range | null;
}

/** A file of a program: its path relative to the working directory and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A file after a run. */
export interface FileEntry {
  readonly path: string;
  readonly size: number;
  /** Whether the program made or changed it. */
  readonly written: boolean;
  readonly content: FileContent;
}

/** A look into a file; a long one is cut. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Bytecode: the fields before it, and what is in it; null where that cannot be read. */
  | {
      readonly kind: 'pyc';
      readonly bytes: Uint8Array;
      readonly fields: readonly PycField[];
      readonly code: readonly CodeListing[] | null;
    };

/** A field of a `.pyc` file's header. */
export interface PycField {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly meaning: string;
}
