"""Source in encodings of all kinds, through their codecs: what it says, and what is wrong with it."""

import codecs
import encodings.aliases


def table_of(name):
    try:
        return getattr(__import__(f"encodings.{name}", fromlist=["x"]), "decoding_table", None)
    except ImportError:
        return None


charmaps = sorted(name for name in {*encodings.aliases.aliases.values(), "cp720", "cp737", "cp856", "cp874", "cp875", "cp1006"} if table_of(name))
print(len(charmaps), "charmaps:", *charmaps)


def outcome(source):
    try:
        code = compile(source, "example.py", "exec")
    except UnicodeEncodeError as error:
        return str(error)
    except SyntaxError as error:
        return f"{error.msg} {error.args[1][1:]}"
    scope = {}
    exec(code, scope)
    return ascii(scope["x"])


def try_one(name, data):
    cookie = f"# -*- coding: {name} -*-\nx = ".encode(name, "replace")
    return outcome(cookie + data)


for name in charmaps:
    table = table_of(name)
    if "\n# coding: 'x' = " != "\n# coding: 'x' = ".encode("ascii").decode(name, "replace"):
        # EBCDIC: the cookie cannot be found in its own encoding.
        print(name, outcome(f"# coding: {name}\nx = 1".encode("ascii"))[:60])
        continue
    whole = bytes(byte for byte in range(128, 256) if table[byte:byte + 1] not in ("", "\ufffe"))
    text = try_one(name, b"'" + whole + b"'")
    holes = [byte for byte in range(128, 256) if byte not in whole]
    print(name, text == ascii(whole.decode(name)), len(whole), try_one(name, b"'a" + bytes(holes[:1]) + b"'") if holes else "whole")

for name in "utf-7", "hex", "rot13", "punycode", "idna", "utf-16", "ascii", "unicode_escape", "raw_unicode_escape", "utf-8-sig", "nonsense":
    print(name, outcome(f"# coding: {name}\nx = '".encode() + b"\x82\xe9a+AGE-'"))


def search(name):
    if name == "shout":
        return codecs.CodecInfo(codecs.utf_8_encode, lambda data: (bytes(data).decode().replace("quiet", "LOUD"), len(data)), name="shout")
    if name == "broken":
        return codecs.CodecInfo(codecs.utf_8_encode, lambda data: 1 / 0, name="broken")
    if name == "picky":
        def decode(data):
            raise ValueError("not today")
        return codecs.CodecInfo(codecs.utf_8_encode, decode, name="picky")


print(outcome("x = '\ud800'"))


codecs.register(search)
print(outcome(b"# coding: shout\nx = 'quiet'"))
print(outcome(b"# coding: picky\nx = 'quiet'"))
try:
    print(outcome(b"# coding: broken\nx = 'quiet'"))
except ZeroDivisionError as error:
    print(repr(error), error.__notes__)

# The exception knows the file, its arguments only where the tokenizer does.
for source in b"x = '\xff'\n", b"a = 1\n#\xff\n", b"\xef\xbb\xbf# coding: latin-1\n", b"# coding: nope\n", b"# coding: ascii\nx = '\xff'\n":
    try:
        compile(source, "file.py", "exec")
    except SyntaxError as error:
        print(ascii(error.args), error.filename)
