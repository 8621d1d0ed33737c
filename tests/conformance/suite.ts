/**
 * CPython's own test suite, which is fetched, not kept here: Debian's package of Lib/test, or a tree that CPYTHON_LIB names (a directory that
 * holds `test/`).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const CACHE = join(import.meta.dirname, '../../node_modules/.cache/conformance');

/** The tests, and the library, which holds what they share (`test.support`). */
const PACKAGES = ['libpython3.14-testsuite', 'libpython3.14-stdlib'];
const LIB = 'usr/lib/python3.14';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The suite of Debian that has Python 3.14. */
const SUITE = 'forky';

/** Modules that tests compare with native ones, and the package `pyodide` leaves out of the library. */
const ABSENT = ['_pydecimal.py'];

/** A directory for `sys.path` that holds the package `test`, and of CPython's library only what ours lacks. */
export function suitePath(): string {
  const lib = process.env['CPYTHON_LIB'] ?? join(CACHE, 'root', LIB);
  if (!existsSync(join(lib, 'test/support'))) {
    if (process.env['CPYTHON_LIB'] !== undefined) throw new Error(`CPYTHON_LIB=${lib} holds no test/support`);
    fetchSuite();
  }
  const path = join(CACHE, 'path');
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  for (const name of ['test', ...ABSENT]) symlinkSync(join(lib, name), join(path, name));
  return path;
}

function fetchSuite(): void {
  for (const tool of ['apt-get', 'dpkg']) {
    try {
      execFileSync(tool, ['--version'], { stdio: 'ignore' });
    } catch {
      throw new Error(
        `CPython's tests come from the Debian package ${PACKAGES[0]}, and ${tool} is not here. Set CPYTHON_LIB to a Lib of Python 3.14.`,
      );
    }
  }
  console.error(`fetching ${PACKAGES.join(' and ')} …`);
  const lists = join(CACHE, 'lists');
  mkdirSync(lists, { recursive: true });
  const sources = join(CACHE, 'debian.sources');
  writeFileSync(sources, `Types: deb\nURIs: ${debianMirror()}\nSuites: ${SUITE}\nComponents: main\nSigned-By: ${KEYRING}\n`);
  const options = [`Dir::Etc::sourcelist=${sources}`, 'Dir::Etc::sourceparts=-', `Dir::State::lists=${lists}`].flatMap(option => [
    '-o',
    option,
  ]);
  const run = (tool: string, ...args: string[]): void => {
    execFileSync(tool, args, { cwd: CACHE, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  run('apt-get', ...options, 'update');
  run('apt-get', ...options, 'download', ...PACKAGES);
  for (const archive of readdirSync(CACHE)) if (archive.endsWith('.deb')) run('dpkg', '-x', archive, join(CACHE, 'root'));
}

/** Where this machine gets Debian's own packages from, whatever release it runs. */
function debianMirror(): string {
  const format = '$(COMPONENT)\t$(REPO_URI)';
  const targets = execFileSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], { encoding: 'utf8' });
  const mirror = /^main\t(\S+\/debian\/?)$/m.exec(targets)?.[1];
  if (mirror === undefined) throw new Error('apt knows no mirror of Debian. Set CPYTHON_LIB to a Lib of Python 3.14.');
  return mirror;
}
