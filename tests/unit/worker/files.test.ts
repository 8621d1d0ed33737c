import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileError } from '../../../interpreter/host/host.ts';
import { LibraryFiles, MemoryFiles, MountedFiles } from '../../../interpreter/host/memory-files.ts';
import { NodeHost } from '../../../interpreter/host/node.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array) => new TextDecoder().decode(content);
const refused = (code: FileError['code']) => (error: unknown) => error instanceof FileError && error.code === code;

test('memory files are written, listed, renamed and removed', () => {
  const files = new MemoryFiles(() => 7);
  files.mkdir('/pkg');
  files.write('/pkg/a.py', bytes('a = 1\n'));
  const { kind, size, mtime, mode } = files.stat('/pkg/a.py')!;
  assert.deepEqual({ kind, size, mtime, mode }, { kind: 'file', size: 6, mtime: 7, mode: 0o100644 });
  files.rename('/pkg/a.py', '/pkg/b.py');
  assert.deepEqual(files.list('/pkg'), ['b.py']);
  assert.equal(text(files.read('pkg/./../pkg/b.py')), 'a = 1\n');
  files.remove('/pkg/b.py');
  files.rmdir('/pkg');
  assert.deepEqual(files.list('/'), []);
});

test('memory files refuse what POSIX refuses', () => {
  const files = new MemoryFiles();
  files.put('/d/f', bytes('x'));
  assert.throws(() => files.read('/nothing'), refused('ENOENT'));
  assert.throws(() => files.read('/d'), refused('EISDIR'));
  assert.throws(() => files.write('/d/f/g', bytes('')), refused('ENOTDIR'));
  assert.throws(() => files.write('/no/f', bytes('')), refused('ENOENT'));
  assert.throws(() => files.mkdir('/d'), refused('EEXIST'));
  assert.throws(() => files.rmdir('/d'), refused('ENOTEMPTY'));
  assert.throws(() => files.list('/d/f'), refused('ENOTDIR'));
  assert.throws(() => files.rename('/d', '/d/e'), refused('EINVAL'));
});

test('memory files have links, permissions and times', () => {
  const files = new MemoryFiles(() => 7);
  files.put('/d/f', bytes('x'));
  files.symlink('d', '/to');
  files.symlink('../d/f', '/d/self');
  files.symlink('round', '/round');
  files.link('/d/f', '/second');
  assert.equal(text(files.read('/to/self')), 'x');
  assert.equal(files.realpath('/to/../to/self'), '/d/f');
  assert.equal(files.lstat('/to')?.kind, 'link');
  assert.equal(files.readlink('/to'), 'd');
  assert.equal(files.stat('/second')?.nlink, 2);
  files.write('/d/self', bytes('yz'));
  assert.equal(text(files.read('/second')), 'yz');
  files.chmod('/second', 0o600);
  files.utime('/second', 1, 2.5, true);
  const { mode, atime, mtime } = files.stat('/d/f')!;
  assert.deepEqual({ mode, atime, mtime }, { mode: 0o100600, atime: 1, mtime: 2.5 });
  files.remove('/to');
  assert.deepEqual(files.list('/d'), ['f', 'self']);
  assert.throws(() => files.read('/round'), refused('ELOOP'));
  assert.throws(() => files.readlink('/d/f'), refused('EINVAL'));
  assert.throws(() => files.link('/d', '/e'), refused('EPERM'));
  assert.equal(files.realpath('/round'), undefined);
});

test('a library is loaded file by file, and cannot be written', () => {
  const loads: string[] = [];
  const library = new LibraryFiles({ mtime: 1, files: { 'json/__init__.py': 3, 'abc.py': 3 } }, name => {
    loads.push(name);
    return bytes('???');
  });
  const files = new MountedFiles(new MemoryFiles(), '/lib/python3.14', library);
  assert.deepEqual(files.list('/lib/python3.14').sort(), ['abc.py', 'json']);
  assert.deepEqual(files.list('/lib'), ['python3.14']);
  assert.equal(files.stat('/lib')?.kind, 'directory');
  assert.equal(files.stat('/lib/python3.14/json')?.kind, 'directory');
  assert.deepEqual(loads, []);
  files.read('/lib/python3.14/abc.py');
  files.read('/lib/python3.14/abc.py');
  assert.deepEqual(loads, ['abc.py']);
  assert.throws(() => files.write('/lib/python3.14/new.py', bytes('')), refused('EROFS'));
  assert.equal(files.stat('/lib/python3.144'), undefined);
});

test('a program of its own may lie beside the library', () => {
  const files = new MountedFiles(new MemoryFiles(), '/lib/python3.14', new LibraryFiles({ mtime: 1, files: {} }, () => bytes('')));
  files.write('/main.py', bytes('pass\n'));
  assert.deepEqual(files.list('/').sort(), ['lib', 'main.py']);
});

test('Node reads the standard library out of its archive', () => {
  const { files } = new NodeHost();
  assert.equal(files.stat('/lib/python3.14/json/decoder.py')?.kind, 'file');
  assert.match(text(files.read('/lib/python3.14/abc.py')), /class ABCMeta/);
});
