/**
 * The module table: which modules of the library the interpreter promises, whether each can be imported, which program pair of this folder shows its
 * main use beside CPython's output, and who does the native part.
 *
 *     node tests/language/modules.ts [--json]
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { stmt } from '../../interpreter/ast/nodes.generated.ts';
import { NodeHost, zippedLibrary } from '../../interpreter/host/node.ts';
import { Interpreter, parse } from '../../interpreter/index.ts';
import { nativeModuleNames } from '../../interpreter/modules/registry.ts';
import '../../interpreter/modules/all.ts';

/** What must import and do its main work. */
export const PROMISED: readonly string[] = `
abc argparse array ast asyncio base64 bisect calendar cmath codecs collections configparser contextlib contextvars copy csv dataclasses datetime
decimal difflib dis doctest enum fractions functools gc getopt glob graphlib gzip hashlib heapq hmac html importlib inspect io ipaddress itertools
json keyword linecache locale logging marshal math numbers operator os pathlib pickle pickletools pprint profile py_compile queue random re reprlib
sched secrets shelve shlex shutil signal sqlite3 stat statistics string struct symtable sys tempfile textwrap threading time timeit token tokenize
traceback types typing unicodedata unittest urllib.parse uuid warnings weakref xml.etree zipfile zlib zoneinfo
`
  .trim()
  .split(/\s+/);

/** What is refused, and what the refusal says. */
export const REFUSED: Readonly<Record<string, { readonly program: string; readonly error: string }>> = {
  signal: { program: 'import signal; signal.alarm(1)', error: 'OSError: [Errno 38] no timer sends signals here' },
  sqlite3: {
    program: 'import sqlite3',
    error: "ModuleNotFoundError: No module named '_sqlite3': it stands on SQLite, a C library",
  },
  threading: {
    program: 'import threading; threading.Thread(target=print).start()',
    error: "RuntimeError: can't start new thread: Python runs in a single thread here",
  },
};

/** No modules of the library: those of other systems, for which it looks too, and the program. */
const ELSEWHERE = ['__main__', '_winapi', 'nt', 'winreg', 'msvcrt', '_wmi', '_scproxy', '_overlapped', '_ios_support', '_android_support', '_apple_support'];

const FOLDER = new URL('./', import.meta.url);
const LIBRARY = zippedLibrary();

/** The modules that statements import, inside functions too. */
function importsOf(source: string): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null && '_type' in value) {
      const node = value as stmt;
      if (node._type === 'Import') node.names.forEach(alias => found.add(alias.name));
      else if (node._type === 'ImportFrom' && !node.level) {
        found.add(node.module!);
        node.names.forEach(alias => found.add(`${node.module}.${alias.name}`));
      }
      Object.values(node).forEach(visit);
    }
  };
  visit(parse(source));
  return found;
}

function sourceOf(module: string): string | null {
  const path = module.replaceAll('.', '/');
  for (const file of [`${path}.py`, `${path}/__init__.py`])
    if (LIBRARY?.stat(`/${file}`)?.kind === 'file') return new TextDecoder().decode(LIBRARY.read(`/${file}`));
  return null;
}

class QuietHost extends NodeHost {
  errors = '';
  private readonly decoder = new TextDecoder();
  override write(fd: 1 | 2, bytes: Uint8Array): void {
    if (fd === 2) this.errors += this.decoder.decode(bytes);
  }
}

/** What a program writes to standard error. */
export function errorsOf(program: string): string {
  const host = new QuietHost();
  const run = new Interpreter(host).start(program);
  while (run.advance(Infinity).state !== 'done');
  return host.errors;
}

export interface Row {
  readonly module: string;
  readonly imports: boolean;
  /** The program pairs that import it. */
  readonly pairs: readonly string[];
  /** The native modules that it is, or asks for, and that are here. */
  readonly native: readonly string[];
  /** Those that are not: CPython's own Python code, or a refusal, takes their place. */
  readonly fallback: readonly string[];
}

/** Covering pairs by module. */
export function coverage(): Map<string, string[]> {
  const pairs = new Map<string, string[]>(PROMISED.map(module => [module, []]));
  for (const file of readdirSync(FOLDER).filter(name => name.endsWith('.py')).sort()) {
    const source = readFileSync(new URL(file, FOLDER), 'utf8');
    let imported: Set<string>;
    try {
      imported = importsOf(source);
    } catch {
      // Some pairs show what becomes of a syntax error.
      continue;
    }
    for (const module of PROMISED)
      if ([...imported].some(name => name === module || name.startsWith(`${module}.`))) pairs.get(module)!.push(file.replace('.py', ''));
  }
  return pairs;
}

export function moduleTable(): Row[] {
  const ours = new Set(nativeModuleNames());
  const pairs = coverage();
  return PROMISED.map(module => {
    const source = sourceOf(module);
    const wanted = source === null ? [module] : [...importsOf(source)].filter(name => !name.includes('.') && sourceOf(name) === null);
    const named = wanted.filter(name => !ELSEWHERE.includes(name)).sort();
    return {
      module,
      imports: errorsOf(`import ${module}`) === '',
      pairs: pairs.get(module)!,
      native: named.filter(name => ours.has(name)),
      fallback: named.filter(name => !ours.has(name)),
    };
  });
}

if (import.meta.main) {
  const rows = moduleTable();
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows, null, 1));
  else {
    const columns = ['module', 'import', 'covered by', 'native parts here', "not here (CPython's Python code, or a refusal)"];
    const cells = rows.map(({ module, imports, pairs, native, fallback }) => [
      module,
      imports ? 'yes' : 'refused',
      // The pairs that are about the library come first.
      [...pairs].sort((a, b) => Number(b.startsWith('library_')) - Number(a.startsWith('library_'))).slice(0, 2).join(' ') ||
        (module in REFUSED ? 'modules.test.ts' : '-'),
      native.join(' '),
      fallback.join(' '),
    ]);
    const widths = columns.map((name, i) => Math.max(name.length, ...cells.map(row => row[i].length)));
    for (const row of [columns, widths.map(width => '-'.repeat(width)), ...cells])
      console.log(`| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`);
  }
}
