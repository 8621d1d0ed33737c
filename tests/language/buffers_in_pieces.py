# Memory in pieces (a view with a stride): who takes it as it is, who copies it, who refuses it; and the life of a Struct.
import binascii
import codecs
import hashlib
import hmac
import io
import marshal
import struct
import zlib
from array import array

pieces = memoryview(bytearray(b'abcdefgh'))[::2]
whole = memoryview(bytearray(b'abcdefgh'))[2:6]


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
        return result.hexdigest()[:8] if hasattr(result, 'hexdigest') else repr(result)[:70]
    except Exception as error:
        return f'{type(error).__name__}: {error}'


def extended(target, view):
    target.extend(view)
    return target


def replaced(target, view):
    target[1:2] = view
    return target


USES = {
    'hexlify': lambda view: binascii.hexlify(view),
    'base64': lambda view: binascii.b2a_base64(view),
    'crc32': lambda view: zlib.crc32(view),
    'adler32': lambda view: zlib.adler32(view),
    'compress': lambda view: zlib.compress(view),
    'sha256': lambda view: hashlib.sha256(view),
    'update': lambda view: hashlib.md5().update(view),
    'compare_digest': lambda view: hmac.compare_digest(view, b'aceg'),
    'BytesIO': lambda view: io.BytesIO(view).getvalue(),
    'write': lambda view: io.BytesIO().write(view),
    'readinto': lambda view: io.BytesIO(b'abcdefgh').readinto(view),
    'utf_8_decode': lambda view: codecs.utf_8_decode(view),
    'str': lambda view: str(view, 'ascii'),
    'find': lambda view: b'xaceg'.find(view),
    'in': lambda view: view in b'xaceg',
    'startswith': lambda view: b'aceg'.startswith(view),
    'startswith a tuple': lambda view: b'aceg'.startswith((b'x', view)),
    'replace': lambda view: b'aceg'.replace(b'a', view),
    'split': lambda view: b'xacegy'.split(view),
    'partition': lambda view: b'xacegy'.partition(view),
    'strip': lambda view: b'abc'.strip(view),
    'translate': lambda view: b'abc'.translate(None, view),
    'join': lambda view: b'-'.join([b'x', view]),
    'add': lambda view: b'x' + view,
    'percent': lambda view: b'<%b>' % view,
    'bytes': lambda view: bytes(view),
    'bytearray': lambda view: bytearray(view),
    'extend': lambda view: extended(bytearray(b'x'), view),
    'slice': lambda view: replaced(bytearray(b'xyz'), view),
    '+=': lambda view: bytearray(b'x').__iadd__(view),
    'frombytes': lambda view: array('b').frombytes(view),
    'marshal': lambda view: marshal.loads(marshal.dumps(view)),
    'equal': lambda view: (view == b'aceg', view == b'cdef', b'aceg' == view),
    'hex': lambda view: view.hex(),
    'int': lambda view: int(view),
    'int, base': lambda view: int(view, 16),
    'from_bytes': lambda view: int.from_bytes(view, 'big'),
    'eval': lambda view: eval(view, {'aceg': 1, 'cdef': 2}),
    'unpack': lambda view: struct.unpack('4s', view),
    'unpack_from': lambda view: struct.unpack_from('2s', view, 1),
    'iter_unpack': lambda view: list(struct.iter_unpack('2s', view)),
}
for name, use in USES.items():
    print(f'{name:20}', attempt(use, pieces), '|', attempt(use, whole))
print(str(array('B', b'an array'), 'ascii'), str(memoryview(b'a view')[2:], 'ascii'))

print('--- where to pack')
for buffer in [pieces, b'abcd', 'abcd', bytearray(2)]: print(attempt(struct.pack_into, 'i', buffer, 0, 1))
for offset in [8, 2**53, 2**63 - 1, 2**63, -3, -11, -2**63]:
    print(offset, attempt(struct.pack_into, 'i', bytearray(10), offset, 1), '|', attempt(struct.unpack_from, 'i', bytearray(10), offset))

print('--- formats')
for format in ['\0', '2\0i', b'\0', 'é', b'\xe9', 3, None, '$', '=i2H', b'<h']: print(repr(format), attempt(struct.calcsize, format))

print('--- a Struct begins with __init__')
empty = struct.Struct.__new__(struct.Struct, 1, 2, x=3)
for use in [lambda: empty.pack(1), lambda: empty.format, lambda: repr(empty), lambda: empty.size, lambda: empty.iter_unpack(b'a'),
            lambda: empty.unpack(b'a'), lambda: empty.unpack_from(b'a'), lambda: empty.pack_into(bytearray(1), 0)]:
    print(attempt(use))


class Short(struct.Struct):
    def __init__(self):
        super().__init__('>h')


print(Short(), Short().pack(1), Short().size)
again = struct.Struct(b'=i2H')
print(again, again.format)
print(attempt(again.__init__, '$'), again)
print(attempt(again.__init__, '\udc00'), again)
print(attempt(again.__init__, 'h'), again, again.pack(1))
print(attempt(struct.Struct), attempt(struct.Struct, 1), attempt(struct.Struct, format='h'))
