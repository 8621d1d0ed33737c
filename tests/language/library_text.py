"""string, textwrap, difflib, pprint, reprlib, shlex, html, json, base64, calendar, locale, gettext-free formatting"""
import base64, binascii, calendar, codecs, difflib, html, html.parser, json, locale, pprint, reprlib, shlex, string, textwrap
print(string.Template('$a ${b} $$').substitute(a=1, b=2), string.capwords('hello big world'), string.Formatter().format('{0!r:>5} {x}', 'a', x=3))
print(textwrap.fill('The quick brown fox jumped over the lazy dog. ' * 3, 40, initial_indent='* ', subsequent_indent='  '))
print(repr(textwrap.dedent('''
    a
      b
    c''')), textwrap.shorten('Hello  world! This is long', width=15), textwrap.indent('a\nb', '> '))
print('\n'.join(difflib.unified_diff('a b c d'.split(), 'a x c e'.split(), 'old', 'new', lineterm='')))
print(list(difflib.ndiff(['one\n', 'two\n'], ['ore\n', 'tree\n'])), difflib.get_close_matches('appel', ['ape', 'apple', 'peach']), difflib.SequenceMatcher(None, 'abcd', 'bcde').ratio())
pprint.pprint({'key%d' % i: list(range(i * 3)) for i in range(8)}, width=50)
pprint.pprint([['nested', ('t', {'a', 'b'} and 1)], {'z': None}], width=20, compact=True)
print(reprlib.repr('x' * 100), reprlib.repr(list(range(100))))
print(shlex.split('a "b c" d\\ e \'f g\' # no', comments=True), shlex.quote("it's"), shlex.join(['a b', 'c']))
print(html.escape('<a href="x">&\'</a>'), html.unescape('&lt;&eacute;&#233;&#xe9;&amp;copy;&copy'))
class P(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs): print('start', tag, attrs)
    def handle_endtag(self, tag): print('end', tag)
    def handle_data(self, data): print('data', repr(data))
    def handle_comment(self, data): print('comment', data)
P().feed('<p class=x>Hi <b>there</b> &amp; you<br/><!-- c --></p>')
print(json.dumps({'a': [1, 2.5, None, True, 'é"\\\n😀'], 'b': {}, 3: (), 1.5: float('inf')}, sort_keys=False), json.dumps([1, {'x': 'é'}], indent=2, ensure_ascii=False, separators=(',', ': ')))
print(json.loads('{"a": [1, -2.5e3, "\\u00e9\\ud83d\\ude00", null, true], "b": {"c": []}}'), json.loads('12345678901234567890'), json.loads('[NaN, Infinity]'))
for bad in ('{"a": 1,}', '[1 2]', '', '"a', '{a: 1}', '[1,]', 'nul', '"\x01"', '{"a" 1}', '1 2'):
    try: json.loads(bad)
    except json.JSONDecodeError as e: print(repr(bad), e, e.pos, e.lineno, e.colno)
for bad in (object, {(1,): 2}, {1j}):
    try: json.dumps(bad)
    except TypeError as e: print(e)
print(json.dumps({'b': 1, 'a': [{}]}, indent='\t', sort_keys=True), json.loads('[1.1, 2]', parse_float=str, parse_int=lambda s: -int(s)), json.loads('{"a": {"b": 1}}', object_pairs_hook=list))
class E(json.JSONEncoder):
    def default(self, o): return sorted(o)
print(json.dumps({1, 2}, cls=E), json.dumps({'a': 1, None: 2, True: 3}), json.dumps({(1,): 2, 'x': 1}, skipkeys=True))
print(base64.b64encode(b'hello\xff'), base64.b64decode('aGVsbG8='), base64.b32encode(b'hi'), base64.b16encode(b'hi'), base64.a85encode(b'hello'), base64.b85encode(b'hello'), base64.urlsafe_b64encode(b'\xfb\xff'))
print(calendar.month(2024, 2), calendar.monthrange(2023, 2), calendar.isleap(2000), calendar.TextCalendar(6).formatweek([(1, 0), (2, 1)], 3))
print(calendar.HTMLCalendar().formatmonth(2024, 2)[:80], calendar.day_name[0], list(calendar.month_abbr)[:3])
print(locale.getlocale()[1] is not None or True, locale.format_string('%d', 12345, grouping=True), locale.localeconv()['decimal_point'], locale.atof('1.5'))
print(codecs.encode('abc', 'rot13'), codecs.decode('68656c6c6f', 'hex'), codecs.encode(b'abc', 'base64'), 'é'.encode('cp1252'), b'\xe9'.decode('latin-1'), 'é€'.encode('iso8859-15'), 'é'.encode('ascii', 'xmlcharrefreplace'), 'é'.encode('ascii', 'namereplace'), '𝔘é'.encode('ascii', 'backslashreplace'))
print('a+b é'.encode('utf-7'), b'a+-b'.decode('utf-7'), 'ü.example'.encode('idna'), 'bücher'.encode('punycode'), 'x'.encode('utf-8-sig'), '€'.encode('utf-16-le'), 'hé'.encode('cp437'), 'é'.encode('mac_roman'))
d = codecs.getincrementaldecoder('utf-8')()
print([d.decode(bytes([b])) for b in 'é€'.encode()], codecs.lookup('UTF8').name, codecs.BOM_UTF8)
codecs.register_error('dots', lambda e: ('.' * (e.end - e.start), e.end))
print('aé€b'.encode('ascii', 'dots'), b'a\xff\xfeb'.decode('utf-8', 'dots'))
try: 'x'.encode('nope')
except LookupError as e: print(e)
import io
w = codecs.getwriter('utf-16')(io.BytesIO()); w.write('hi'); print(w.getvalue() if hasattr(w, 'getvalue') else w.stream.getvalue())
print(list(codecs.iterdecode([b'\xc3', b'\xa9'], 'utf-8')), codecs.escape_decode(rb'\x41\n')[0], codecs.unicode_escape_encode('é\n')[0])

for f in (lambda: 'a'.encode('rot13'), lambda: b'a'.decode('hex')):
    try: f()
    except LookupError as e: print(e)
