"""zlib, gzip, zipfile, hashlib, hmac, binascii, base64, codecs, uuid, unicodedata"""
import base64, binascii, codecs, gzip, hashlib, hmac, io, unicodedata, uuid, zipfile, zlib


def attempt(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)


text = b'the quick brown fox ' * 20
packed = zlib.compress(text, 9)
print(zlib.decompress(packed) == text, len(packed) < 60, zlib.crc32(text), zlib.adler32(text), zlib.crc32(b'b', zlib.crc32(b'a')) == zlib.crc32(b'ab'))
squeeze = zlib.compressobj(wbits=-15); raw = squeeze.compress(text) + squeeze.flush(); print(zlib.decompress(raw, -15) == text)
unpack = zlib.decompressobj(); print(unpack.decompress(packed + b'tail', 10), len(unpack.unconsumed_tail) > 0, len(unpack.decompress(unpack.unconsumed_tail)), unpack.flush(), unpack.unused_data, unpack.eof)
for f in (lambda: zlib.decompress(b'nonsense'), lambda: zlib.decompress(packed[:-4]), lambda: zlib.compress(b'', 10), lambda: zlib.decompress(packed, 31)):
    attempt(f)
stored = gzip.compress(text, mtime=0); print(gzip.decompress(stored) == text, stored[:4])
out = io.BytesIO()
with gzip.GzipFile('name.txt', 'wb', fileobj=out, mtime=5) as f: f.write(b'one\ntwo\n')
out.seek(0)
with gzip.open(out, 'rt') as f: print(f.readlines(), f.buffer.mtime)
attempt(lambda: gzip.decompress(b'not gzip data')); attempt(lambda: gzip.decompress(stored[:-9]))
out = io.BytesIO()
with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr(zipfile.ZipInfo('d/a.txt', (2024, 2, 29, 1, 2, 4)), text); z.comment = b'note'
with zipfile.ZipFile(out) as z: print(z.read('d/a.txt') == text, z.infolist()[0].date_time, z.comment, [p.name for p in zipfile.Path(z).joinpath('d').iterdir()], z.testzip())
attempt(lambda: zipfile.ZipFile(io.BytesIO(b'x'))); attempt(lambda: zipfile.ZipFile(out).read('zz'))
for name in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_256', 'blake2b', 'blake2s'):
    h = hashlib.new(name, b'abc'); h.update(b'def'); print(name, h.hexdigest()[:24], h.digest_size, h.block_size, h.copy().digest() == h.digest())
print(hashlib.shake_128(b'x').hexdigest(8), hashlib.blake2b(b'x', digest_size=8, key=b'k').hexdigest(), sorted(hashlib.algorithms_guaranteed)[:4], repr(hashlib.sha256())[:8], hashlib.file_digest(io.BytesIO(text), 'sha256').hexdigest()[:10])
print(hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 1000).hex(), hashlib.pbkdf2_hmac('sha1', b'p', b's', 2, 25).hex(), hashlib.scrypt(b'pw', salt=b'na', n=16, r=8, p=1, dklen=20).hex())
for f in (lambda: hashlib.new('nosuch'), lambda: hashlib.sha256('text'), lambda: hashlib.pbkdf2_hmac('sha256', b'', b'', 0), lambda: hashlib.pbkdf2_hmac('sha256', b'', b'', 1, 0)):
    attempt(f)
print(hmac.new(b'key', b'message', 'sha256').hexdigest(), hmac.digest(b'key', b'm', 'md5').hex(), hmac.compare_digest('a', 'b'), hmac.new(b'k', digestmod=hashlib.sha1).name)
print(binascii.hexlify(b'\x01\xff', ':'), binascii.unhexlify('0aFF'), binascii.b2a_base64(b'ab', newline=False), binascii.a2b_base64(b'YW I=\n'), binascii.crc_hqx(b'abc', 0), binascii.crc32(b'abc'))
print(binascii.b2a_uu(b'Cat'), binascii.a2b_uu(b'#0V%T\n'), binascii.b2a_uu(b'\0', backtick=True), binascii.b2a_qp(b'caf\xc3\xa9 = \t\nx' + b'y' * 80), binascii.a2b_qp(b'caf=C3=A9=\nx_y', header=True), binascii.b2a_qp(b'a b', header=True, quotetabs=True))
for f in (lambda: binascii.unhexlify('0'), lambda: binascii.unhexlify('zz'), lambda: binascii.a2b_base64(b'abc'), lambda: binascii.a2b_base64(b'a$b=', strict_mode=True), lambda: binascii.a2b_uu(b'!!!')):
    attempt(f)
print(base64.b64encode(b'\xfb\xff'), base64.urlsafe_b64encode(b'\xfb\xff'), base64.b32encode(b'hi'), base64.b16decode('6869'), base64.b85encode(b'hello'), base64.a85decode(b'87cURD]i'), base64.b32hexencode(b'x'), base64.z85encode(b'abcd'), base64.encodebytes(b'z' * 60), base64.b64decode('aGk='))
attempt(lambda: base64.b64decode('a')); attempt(lambda: base64.b32decode('x'))
print(codecs.encode('ab', 'rot13'), codecs.encode(b'hi', 'hex'), codecs.decode(b'aGk=\n', 'base64'), codecs.encode(b'a=b', 'quopri'), codecs.encode(b'cat', 'uu'), codecs.lookup('latin-1').name, codecs.BOM_UTF8, codecs.getincrementaldecoder('utf-8')().decode(b'\xc3'), 'é'.encode('utf-16-le'), 'é'.encode('ascii', 'xmlcharrefreplace'), 'Ω'.encode('cp437'), 'ñ'.encode('idna'), 'bücher'.encode('punycode'))
for f in (lambda: 'é'.encode('ascii'), lambda: b'\xff'.decode('utf-8'), lambda: codecs.lookup('nope'), lambda: b'a'.decode('hex')):
    attempt(f)
print(uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid3(uuid.NAMESPACE_URL, 'x').version, uuid.UUID(int=5).hex, uuid.UUID('{12345678-1234-5678-1234-567812345678}').urn, uuid.uuid4().version, uuid.uuid7().version, uuid.NIL)
print(unicodedata.name('é'), unicodedata.lookup('GREEK SMALL LETTER ALPHA'), unicodedata.category('1'), unicodedata.bidirectional('א'), unicodedata.combining('\u0301'), unicodedata.east_asian_width('漢'), unicodedata.mirrored('('), unicodedata.decomposition('é'), unicodedata.numeric('½'), unicodedata.digit('²'), unicodedata.decimal('٣'), len(unicodedata.normalize('NFD', 'é')), unicodedata.normalize('NFKC', 'ﬁ①'), unicodedata.is_normalized('NFC', 'é'), unicodedata.unidata_version, unicodedata.name('\ud55c'), unicodedata.name('漢'))
for f in (lambda: unicodedata.name('\x00'), lambda: unicodedata.lookup('nothing'), lambda: unicodedata.digit('x'), lambda: unicodedata.normalize('X', '')):
    attempt(f)
