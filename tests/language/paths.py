# Paths as text, as bytes, as objects and as descriptors.
import os
import pathlib
import posixpath
import tempfile
import warnings


class Named:
    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path


class Nameless:
    __fspath__ = None


def attempt(function, *args, **kwargs):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        try:
            result = repr(function(*args, **kwargs))
            if result.startswith('os.stat'): result = 'a stat_result'
        except Exception as error:
            result = f'{type(error).__name__}: {error}'
    return result, *[f'{warning.category.__name__}: {warning.message}' for warning in seen]


with tempfile.TemporaryDirectory() as directory:
    os.chdir(directory)
    with open('file', 'w') as file: file.write('content')
    os.symlink('file', 'link')
    os.mkdir('inner')
    print('--- names come back as the type that asked')
    for make in (str, os.fsencode, pathlib.Path, lambda path: Named(path), lambda path: Named(os.fsencode(path))):
        print(attempt(os.readlink, make('link')), attempt(lambda: sorted(os.listdir(make('.')))),
              attempt(lambda: sorted((entry.name, entry.path) for entry in os.scandir(make('.')))))
    print(attempt(lambda: sorted(os.listdir())), attempt(lambda: sorted(os.listdir(None))))
    print('--- what is no path')
    for value in (None, 1.5, Nameless(), Named(1), [], object):
        print(type(value).__name__, attempt(os.fspath, value), attempt(os.path.join, value) if value != [] else '')
    print('--- surrogates that stand for no byte')
    for function in (os.stat, os.listdir, os.mkdir, os.unlink, open, os.path.exists, os.path.isdir):
        print(function.__name__, attempt(function, 'a\ud800'))
    print('--- descriptors')
    number = os.open('file', os.O_RDWR)
    for function in (os.stat, os.fstat, os.path.exists, os.fsync, os.fdatasync):
        print(function.__name__, attempt(function, number))
    for function, *more in ((os.stat,), (os.path.exists,)):
        print(function.__name__, attempt(function, True, *more)[1:], attempt(function, False, *more)[1:])
    os.close(number)
    for function in (os.fsync, os.fdatasync, os.stat): print(function.__name__, attempt(function, number))
    os.chdir('/')

print('--- normal paths of bytes that are no text')
for path in (b'/a/./b/../\xff', b'\xe7w\xf0', b'', b'..//a', 'x\udcff/../y\udcfe'):
    print(ascii(posixpath.normpath(path)), posixpath.splitroot(path), os.fsencode(posixpath.join(path, type(path)())))
