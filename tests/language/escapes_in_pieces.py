# Escapes that are decoded by and by: what is not complete waits for the rest; what means nothing is warned of.
import _codecs
import codecs
import warnings


def attempt(function, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        try:
            result = ascii(function(*args))
        except Exception as error:
            result = f'{type(error).__name__}: {error}'
    return result, *[f'{warning.category.__name__}: {ascii(str(warning.message))}' for warning in seen]


for decode in (_codecs.unicode_escape_decode, _codecs.raw_unicode_escape_decode):
    for data in [b'ab\\', b'a\\x', b'a\\x4', b'a\\u', b'a\\u123', b'a\\U0001f40', b'a\\N', b'a\\N{', b'a\\N{SPA', b'a\\N{SPACE', b'a\\1', b'a\\12', b'a\\d',
                 b'\\\\', b'\\\\\\', b'\\\\u0041', b'\\xzz', b'\\u12zz\\', b'\\U11111111', b'a\\\n', 'text', b'\\ud800\\udc00']:
        print(decode.__name__, data, attempt(decode, data), attempt(decode, data, 'strict', False), attempt(decode, data, 'replace', False),
              attempt(decode, data, 'ignore'))
for data in [b'\\400', b'\\777', b'\\d', b'\\8\\9', b'\\377', b'\\z\\q', b'\\\xe9']:
    print(data, attempt(_codecs.unicode_escape_decode, data), attempt(_codecs.escape_decode, data))
for data in ['abc', bytearray(b'a'), b'\x00\n\'"\\\xff']: print(attempt(_codecs.escape_encode, data))
for encoding in ('unicode_escape', 'raw_unicode_escape'):
    decoder = codecs.getincrementaldecoder(encoding)()
    pieces = [decoder.decode(bytes([byte])) for byte in b'\\x41\\u0042\\U00000043 \\n\\\\ \\N{SPACE}x\\101']
    print(encoding, pieces, repr(decoder.decode(b'', True)))
for encoding, errors in [('utf-8', 'strict'), ('utf-8', 'surrogatepass'), ('utf-8-sig', 'surrogatepass'), ('utf-8', 'surrogateescape'), ('utf-8', 'replace')]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    print(encoding, errors, [attempt(decoder.decode, bytes([byte])) for byte in b'\xed\xa0\x80a\xf0\x9f'], attempt(decoder.decode, b'', True))
