/** Modules of CPython that cannot be here, and why: the ModuleNotFoundError of an import says it. */
import { machine } from '../vm/machine.ts';

const C_LIBRARY = (name: string): string => `it stands on ${name}, a C library`;
const SYSTEM = 'a page has no operating system to ask';
const TERMINAL = 'a page has no terminal';

const REASONS: Readonly<Record<string, string>> = {
  _sqlite3: C_LIBRARY('SQLite'),
  _ctypes: 'a page cannot load C libraries',
  _curses: TERMINAL,
  curses: TERMINAL,
  _tkinter: 'a page has no windows of its own',
  tkinter: 'a page has no windows of its own',
  turtle: 'it draws with tkinter, and a page has no windows of its own',
  _ssl: 'Python on a page has no network',
  _bz2: C_LIBRARY('bzip2'),
  _lzma: C_LIBRARY('liblzma'),
  _zstd: C_LIBRARY('Zstandard'),
  _gdbm: C_LIBRARY('GDBM'),
  _dbm: C_LIBRARY('ndbm'),
  _multiprocessing: 'a page cannot start processes',
  _posixshmem: 'a page cannot start processes',
  _remote_debugging: 'there are no other processes to look into',
  _interpreters: 'there is one interpreter',
  _interpchannels: 'there is one interpreter',
  _interpqueues: 'there is one interpreter',
  mmap: SYSTEM,
  fcntl: SYSTEM,
  syslog: SYSTEM,
  termios: TERMINAL,
  readline: TERMINAL,
  ensurepip: 'there is nothing to install packages into',
  venv: 'there is nothing to install packages into',
};

machine.whyAbsent = name => (Object.hasOwn(REASONS, name) ? REASONS[name] : undefined);
