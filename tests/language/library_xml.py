"""pyexpat's events, errors and positions, and the packages on top of it."""
import io
import pyexpat
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e), e)


for document in [
    '', '<a>', '<a></b>', '<a/><b/>', '<a b="1" b="2"/>', '<a b=1/>', '<a>&x;</a>', '<a>&#0;</a>', 'x', '<a>]]></a>', '<a><b></a>', '<a b="<"/>',
    '<?xml version="1.0"?', '\n<?xml version="1.0"?><a/>', '<a><!-- -- --></a>', '<a>&lt</a>', '<a \x01/>', '<a>\x01</a>', '<:a/>',
    '<a xmlns:x=""/>', '<x:a/>', '<a', '<a><![CDATA[x', '<a/>x', '<!DOCTYPE a [<!ENTITY e "&e;">]><a>&e;</a>',
    '<?xml version="1.0" encoding="foo"?><a/>', '<?xml version="1.1"?><a/>', '<1/>', '<a b/>', '<a/ >', '< a/>', '</a>',
    '<a>&amp;&#65;&#x41;</a>', '<?xml version="1.0" encoding="utf-16"?><a/>', '<?xMl version="1.0"?><a/>', '<a b="&x;"/>',
    '<!DOCTYPE a SYSTEM "x"><a>&y;</a>', '<a><?xml ?></a>', '<a x:y="1"/>',
]:
    for separator in (None, ' '):
        parser = pyexpat.ParserCreate(namespace_separator=separator)
        try:
            parser.Parse(document, True)
            print(repr(document), separator, 'ok')
        except pyexpat.ExpatError as e:
            print(repr(document), separator, e, e.code, e.lineno, e.offset, parser.ErrorByteIndex)
attempt(lambda: parser.Parse(3))
attempt(lambda: pyexpat.ParserCreate(3))
attempt(lambda: pyexpat.ParserCreate(None, 'ab'))
attempt(lambda: setattr(parser, 'buffer_size', 0))
attempt(lambda: setattr(parser, 'foo', 0))

DOCUMENT = '''<?xml version="1.0" encoding="iso-8859-1" standalone="no"?>
<!DOCTYPE quotations SYSTEM "quotations.dtd" [
<!ELEMENT root (a,b*,(c|d)+)>
<!ELEMENT m (#PCDATA|x)*>
<!NOTATION notation SYSTEM "notation.jpeg">
<!ENTITY acirc "&#226;">
<!ENTITY external_entity SYSTEM "entity.file">
<!ENTITY unparsed_entity SYSTEM "entity.file" NDATA notation>
<!ATTLIST root attr1 CDATA #REQUIRED attr2 (x|y) "x" attr3 NMTOKENS "  a   b ">
%unparsed_entity;
]>
<?target  data?>
<root attr1="v&#33;alue1\nz" attr2='y' xmlns:m="http://x/y">
<!-- comment
 data -->
<m:sub m:q="2">&acirc;text<![CDATA[ cd <at>a ]]>
tail</m:sub>&external_entity;&skipped_entity;<e/>
</root>
'''
HANDLERS = '''StartElement EndElement ProcessingInstruction CharacterData UnparsedEntityDecl NotationDecl StartNamespaceDecl EndNamespaceDecl
Comment StartCdataSection EndCdataSection Default NotStandalone ExternalEntityRef StartDoctypeDecl EndDoctypeDecl EntityDecl XmlDecl
ElementDecl AttlistDecl SkippedEntity'''.split()


def run(title, skip=(), separator=None, chunk=None, **options):
    print(title)
    parser = pyexpat.ParserCreate(namespace_separator=separator)
    for name, value in options.items():
        setattr(parser, name, value)
    for name in HANDLERS:
        if name in skip:
            continue

        def handle(*args, name=name):
            # Inside of the document type the position is that of the declaration.
            inside = 2 <= parser.CurrentLineNumber <= 11
            print(' ', name, args, *(() if inside else (parser.CurrentLineNumber, parser.CurrentColumnNumber, parser.CurrentByteIndex)))
            return 1

        setattr(parser, name + 'Handler', handle)
    data = DOCUMENT.encode('iso-8859-1')
    if chunk is None:
        parser.Parse(data, True)
    else:
        for i in range(0, len(data), chunk):
            parser.Parse(data[i : i + chunk])
        parser.Parse(b'', True)


run('plain', skip=('EndDoctypeDecl', 'Default'))
run('namespaces', separator='!', skip=('Default',), namespace_prefixes=True, buffer_text=True)
run('expanded', skip=('Default', 'Comment', 'CharacterData'))
run('pieces', skip=('Default',), chunk=7, buffer_text=True, ordered_attributes=True)

root = ET.fromstring('<a x="1"><b>t</b>tail<c xmlns:n="u"><n:d/></c></a>')
print(ET.tostring(root), [e.tag for e in root.iter()], root.find('b').text, len(root.findall('.//{u}d')))
ET.indent(root)
print(ET.tostring(root, encoding='unicode'))
try:
    ET.fromstring('<a><b></a>')
except ET.ParseError as e:
    print(e, e.position, e.code)
for event, element in ET.iterparse(io.BytesIO(b'<a><b/><b/></a>'), events=('start', 'end')):
    print(event, element.tag)
pull = ET.XMLPullParser(['end'])
pull.feed('<r><x>1</x>')
print([(event, element.tag) for event, element in pull.read_events()])
pull.feed('</r>')
print([element.tag for _, element in pull.read_events()])
print(ET.canonicalize('<a b="2" a="1"/>'))

document = xml.dom.minidom.parseString('<!DOCTYPE a [<!ELEMENT a ANY>]><a y="2"><!--c--><b/>x</a>')
print(document.toxml())
print(document.toprettyxml())


class Printer(xml.sax.ContentHandler):
    def startElement(self, name, attributes):
        print('start', name, dict(attributes))

    def endElement(self, name):
        print('end', name)

    def characters(self, content):
        print('text', repr(content))


xml.sax.parseString('<a b="1">x&amp;y<c/></a>', Printer())
