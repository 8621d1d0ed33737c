# When a parser that is fed by and by tells what it has read, and where text that may not be there is an error.
import pyexpat
import xml.etree.ElementTree as ElementTree

print('--- a pull parser')
parser = ElementTree.XMLPullParser(['start', 'end', 'comment'])
for piece in ["<?xml version='1.0'?>\n", '<!-- com', 'ment --><root>\n', "  <element key='value'>text</element", '>\n', '<element>text</element>tail\n',
              '<empty/', '>', '<a ', 'b', '="', '1', '"', '>', '</a></root>\n']:
    parser.feed(piece)
    print(repr(piece), [(event, element.tag if isinstance(element.tag, str) else element.text) for event, element in parser.read_events()])

print('--- in pieces of a size')
for size in (1, 2, 5, 22, 200, 3000):
    for long in (0, 3000):
        parser, seen, after = pyexpat.ParserCreate(), [], []
        parser.StartElementHandler = lambda name, attributes: seen.append(name)
        parser.EndElementHandler = lambda name: seen.append('/' + name)
        parser.CommentHandler = seen.append
        text = f'<root><element key="value">text</element><b k="{"v" * long}"/><!-- a comment --></root>'
        for at in range(0, len(text), size):
            parser.Parse(text[at:at + size])
            after.append(len(seen))
        parser.Parse('', True)
        print(size, long, [after.index(n) for n in sorted(set(after))], len(seen))

print('--- text outside of the root')
for text in ['foo', 'foo ', 'foo>', 'foo(', 'foo[', 'foo]', 'foo%', 'foo?x', 'foo"', 'foo;', 'foo:b<', 'foo-.1<', '1foo', '"a', '"a"', 'a\n<b/>', 'é<',
             '<b/>foo<', '<b/> foo', '<b/>foo', '(', ']]>', '>', '=', '&', 'foobar<', 'foo<a/>', '<!-- -->x<', '', '   ', '<a', '<a>', '<a></b>']:
    try:
        ElementTree.fromstring(text)
        print(repr(text), 'is well-formed')
    except ElementTree.ParseError as error:
        print(repr(text), error, error.position, error.code)
