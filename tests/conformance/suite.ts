/**
 * CPython's own test suite, which is fetched, not kept here: Debian's package of Lib/test, or a tree that CPYTHON_LIB names (a directory that
 * holds `test/`).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const CACHE = join(import.meta.dirname, '../../node_modules/.cache/conformance');

const PACKAGE = 'libpython3.14-testsuite';
const LIB = 'usr/lib/python3.14';

const SOURCES = `Types: deb
URIs: http://deb.debian.org/debian
Suites: forky
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;

/** A directory for `sys.path` that holds the package `test` and nothing else of CPython's library. */
export function suitePath(): string {
  const lib = process.env['CPYTHON_LIB'] ?? join(CACHE, 'root', LIB);
  if (!existsSync(join(lib, 'test/support'))) {
    if (process.env['CPYTHON_LIB'] !== undefined) throw new Error(`CPYTHON_LIB=${lib} holds no test/support`);
    fetchSuite();
  }
  const path = join(CACHE, 'path');
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  symlinkSync(join(lib, 'test'), join(path, 'test'));
  return path;
}

function fetchSuite(): void {
  for (const tool of ['apt-get', 'dpkg']) {
    try {
      execFileSync(tool, ['--version'], { stdio: 'ignore' });
    } catch {
      throw new Error(
        `CPython's tests come from the Debian package ${PACKAGE}, and ${tool} is not here. Set CPYTHON_LIB to a Lib of Python 3.14.`,
      );
    }
  }
  console.error(`fetching ${PACKAGE} …`);
  const lists = join(CACHE, 'lists');
  mkdirSync(lists, { recursive: true });
  const sources = join(CACHE, 'debian.sources');
  writeFileSync(sources, SOURCES);
  const options = [`Dir::Etc::sourcelist=${sources}`, 'Dir::Etc::sourceparts=-', `Dir::State::lists=${lists}`].flatMap(option => [
    '-o',
    option,
  ]);
  const run = (tool: string, ...args: string[]): void => {
    execFileSync(tool, args, { cwd: CACHE, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  run('apt-get', ...options, 'update');
  run('apt-get', ...options, 'download', PACKAGE);
  const archive = readdirSync(CACHE).find(name => name.startsWith(PACKAGE) && name.endsWith('.deb'));
  if (archive === undefined) throw new Error(`apt-get fetched no ${PACKAGE}`);
  run('dpkg', '-x', archive, join(CACHE, 'root'));
}
