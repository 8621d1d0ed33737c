# Types that native code makes: who may be instantiated, what inspect says of them, and how streams are allocated.
import _io
import abc
import collections
import csv
import decimal
import functools
import inspect
import io
import operator
import os
import pickle
import re
import zlib


def attempt(function, *args, **kwargs):
    try:
        return repr(function(*args, **kwargs))
    except Exception as error:
        return f'{type(error).__name__}: {error}'


print('--- no instances of their own')
for cls in [re.Match, re.Pattern, _io._BytesIOBuffer, type(csv.reader([])), type(zlib.compressobj()), type(functools.cmp_to_key(None)),
            type(iter(__import__('array').array('i'))), type(decimal.localcontext())]:
    print(cls.__module__, cls.__qualname__, cls.__new__ is object.__new__)
    print('  ', attempt(cls))
    print('  ', attempt(object.__new__, cls))
    print('  ', attempt(type, 'Sub', (cls,), {}))

print('--- signatures')
for callable in [pickle.Pickler, pickle.Unpickler, io.RawIOBase, io.BufferedReader, io.TextIOWrapper, io.BytesIO, functools.partial,
                 operator.itemgetter, operator.attrgetter, operator.methodcaller, re.Match, re.Pattern, decimal.Context, decimal.Decimal,
                 collections.deque, collections.OrderedDict, os.stat_result, os.DirEntry]:
    print(callable.__name__, attempt(inspect.signature, callable))
print(decimal.Context.ln.__doc__)
print(functools.partial.__doc__)

print('--- streams are allocated by object.__new__')
for cls in [io.IOBase, io.RawIOBase, io.BufferedIOBase, io.TextIOBase, io.BufferedReader, io.BufferedWriter, io.TextIOWrapper,
            io.IncrementalNewlineDecoder, io.BytesIO, io.StringIO, io.FileIO]:
    print(cls.__name__, '__new__' in vars(cls), cls.__new__ is object.__new__, bool(cls.__flags__ & 1 << 9), bool(cls.__flags__ & 1 << 8))
print(attempt(io.RawIOBase, 1))


class Source(io.RawIOBase):
    @abc.abstractmethod
    def fill(self): ...


print(attempt(Source))


class Full(Source):
    def __init__(self, data):
        self.data = data

    def fill(self): ...
    def readable(self): return True

    def readinto(self, buffer):
        n = min(len(buffer), len(self.data))
        buffer[:n] = self.data[:n]
        self.data = self.data[n:]
        return n


for _ in range(3):
    print(io.BufferedReader(Full(b'some data')).read())


class Tagged(io.BufferedReader):
    def __init__(self, raw, tag):
        super().__init__(raw)
        self.tag = tag

    def __getstate__(self): return self.tag, self.raw.getvalue()

    def __setstate__(self, state):
        tag, value = state
        self.__init__(io.BytesIO(value), tag)


for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    copy = pickle.loads(pickle.dumps(Tagged(io.BytesIO(b'data'), 'ham'), protocol))
    print(protocol, copy.tag, copy.read(), end='; ')
print()

print('--- the memory of a BytesIO')
stream = io.BytesIO(b'abcdef')
with stream.getbuffer() as view:
    print(type(view.obj).__name__, type(view.obj).__mro__[1:], len(view))
    view[1:3] = b'XY'
    with memoryview(view.obj) as again:
        again[0] = 0x2d
print(stream.getvalue())

print('--- how much a BlockingIOError has written')
for args in [(11, 'x', 3), (11, 'x', 'file'), (11, 'x', None), (11, 'x')]:
    error = BlockingIOError(*args)
    print(error.args, error.filename, getattr(error, 'characters_written', '-'))
for args in [(2, 'x', None), (2, 'x', 'f'), (2, 'x', 'f', None, 'g'), (2, 'x', None, None, 'g')]:
    error = OSError(*args)
    print(type(error).__name__, error.args, error.filename, error.filename2)

print('--- what is written while something is written')


class Again(io.RawIOBase):
    text = None
    written = []

    def writable(self): return True

    def write(self, data):
        text, self.text = self.text, None
        if text is not None: text.write('middle')
        self.written.append(bytes(data[:12]))
        return len(data)


raw = Again()
raw.text = text = io.TextIOWrapper(raw)
text.write('abc')
text.write('def')
text.write('g' * 8192)
text.flush()
print(raw.written)
