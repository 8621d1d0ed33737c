/**
 * `dbm` and `dbm.dumb`, so that `shelve` works. CPython writes them in Python, but the library that this interpreter ships leaves the package
 * out; the other databases (`dbm.gnu`, `dbm.ndbm`, `dbm.sqlite3`) stand on C libraries and are absent.
 *
 * The files are those of dbm.dumb: `.dat` holds the values, each from a multiple of 512 bytes on; `.dir` a line for each key, with the
 * position and the size of its value; `.bak` the `.dir` before.
 */
import { registerModule } from './registry.ts';
import type { PyModule } from '../objects/core/module.ts';
import { PyList } from '../objects/core/tuple.ts';
import { setAttribute } from '../objects/protocol/attribute.ts';
import { codeOf } from '../objects/types/code.ts';
import { execute } from '../vm/module-code.ts';
import { machine } from '../vm/machine.ts';

const DUMB = `
import ast, collections.abc, os
from builtins import open as _open_file

error = OSError
BLOCK = 512


def _key(key):
    if isinstance(key, str):
        return key.encode('utf-8')
    if not isinstance(key, (bytes, bytearray)):
        raise TypeError('keys must be bytes or strings')
    return bytes(key)


class _Database(collections.abc.MutableMapping):
    def __init__(self, filebasename, mode, flag='c'):
        self._mode = mode
        self._readonly = flag == 'r'
        base = os.fsencode(filebasename)
        self._dir, self._dat, self._bak = base + b'.dir', base + b'.dat', base + b'.bak'
        self._index = None
        self._modified = False
        if flag == 'n':
            for name in (self._dir, self._dat, self._bak):
                try:
                    os.remove(name)
                except OSError:
                    pass
        if not os.path.exists(self._dat):
            if flag not in ('c', 'n'):
                raise FileNotFoundError(2, os.strerror(2), os.fsdecode(self._dat))
            with _open_file(self._dat, 'wb'):
                pass
        self._index = {}
        try:
            lines = _open_file(self._dir, 'r', encoding='Latin-1')
        except OSError:
            if flag not in ('c', 'n'):
                raise
            self._modified = True
            with _open_file(self._dir, 'w', encoding='Latin-1'):
                pass
        else:
            with lines:
                for line in lines:
                    key, place = ast.literal_eval(line.rstrip())
                    self._index[key.encode('Latin-1')] = place

    def _open(self):
        if self._index is None:
            raise error('DBM object has already been closed')
        return self._index

    def sync(self):
        if self._index is None or not self._modified:
            return
        try:
            os.replace(self._dir, self._bak)
        except OSError:
            pass
        with _open_file(self._dir, 'w', encoding='Latin-1') as f:
            for key, place in self._index.items():
                f.write(f'{key.decode("Latin-1")!r}, {place}\\n')
        self._modified = False

    def __getitem__(self, key):
        position, size = self._open()[_key(key)]
        with _open_file(self._dat, 'rb') as f:
            f.seek(position)
            return f.read(size)

    def __setitem__(self, key, value):
        if self._readonly:
            raise error('The database is opened for reading only')
        key = _key(key)
        if isinstance(value, str):
            value = value.encode('utf-8')
        elif not isinstance(value, (bytes, bytearray)):
            raise TypeError('values must be bytes or strings')
        index = self._open()
        self._modified = True
        position, size = index.get(key, (0, -1))
        with _open_file(self._dat, 'rb+') as f:
            # A value goes where the old one was if it needs no more blocks.
            if size < 0 or -(-len(value) // BLOCK) > -(-size // BLOCK):
                end = f.seek(0, 2)
                position = -(-end // BLOCK) * BLOCK
                f.write(b'\\0' * (position - end))
            f.seek(position)
            f.write(value)
        new = key not in index
        index[key] = (position, len(value))
        if new:
            with _open_file(self._dir, 'a', encoding='Latin-1') as f:
                f.write(f'{key.decode("Latin-1")!r}, {index[key]}\\n')

    def __delitem__(self, key):
        if self._readonly:
            raise error('The database is opened for reading only')
        del self._open()[_key(key)]
        self._modified = True
        self.sync()

    def keys(self):
        return list(self._open())

    def items(self):
        return [(key, self[key]) for key in self._open()]

    def __contains__(self, key):
        return _key(key) in self._open()

    def iterkeys(self):
        return iter(self._open())

    __iter__ = iterkeys

    def __len__(self):
        return len(self._open())

    def reorganize(self):
        if self._readonly:
            raise error('The database is opened for reading only')
        values = dict(self.items())
        with _open_file(self._dat, 'wb'):
            pass
        self._index.clear()
        for key, value in values.items():
            self[key] = value
        self._modified = True
        self.sync()

    def close(self):
        try:
            self.sync()
        finally:
            self._index = None

    __del__ = close

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def open_database(file, flag='c', mode=0o666):
    if flag not in ('r', 'w', 'c', 'n'):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    return _Database(file, mode, flag=flag)
`;

const PACKAGE = `
import os

class error(Exception):
    pass

_names = ['dbm.dumb']
error = (error, OSError)


def whichdb(filename):
    name = os.fsencode(filename)
    try:
        size = os.stat(name + b'.dat').st_size
        if size == 0 or os.path.exists(name + b'.dir'):
            return 'dbm.dumb'
    except OSError:
        pass
    return '' if os.path.exists(name) else None


def open_database(file, flag='r', mode=0o666):
    import dbm.dumb
    kind = whichdb(file) if 'n' not in flag else None
    if kind is None and 'c' not in flag and 'n' not in flag:
        raise error[0](f"db file doesn't exist; use 'c' or 'n' flag to create a new db")
    if kind == '':
        raise error[0]('db type could not be determined')
    return dbm.dumb.open(file, flag, mode)
`;

/** Runs a module's source in its namespace. Its `open` gets that name last: until then it is the built-in one. */
function run(module: PyModule, source: string): void {
  const { dict } = module;
  execute(codeOf(machine.compile(source, `<frozen ${module.dict.getStr('__name__') as string}>`, 'exec', 0, 0)), dict, dict);
  const open = dict.getStr('open_database')!;
  setAttribute(open, '__name__', 'open');
  setAttribute(open, '__qualname__', 'open');
  dict.setStr('open', open);
  dict.deleteStr('open_database');
}

registerModule('dbm', {
  doc: 'Generic interface to all dbm clones.',
  attributes: { __path__: () => new PyList([]) },
  initialize: module => run(module, PACKAGE),
});

registerModule('dbm.dumb', {
  doc: 'A dumb and slow but simple dbm clone.',
  initialize: module => run(module, DUMB),
});
