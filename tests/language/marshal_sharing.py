"""marshal: values that are met twice, values that hold themselves, readers that lie, co_branches and constants that no compiler makes."""
import io
import marshal

number, text = 1.25, "a b"
pair = (number, text)
for version in range(6):
    print(version, marshal.dumps([number, number, text, text, pair, pair, 123456, 123456, [number]], version))

for data in (
    b"\xdb\x01\x00\x00\x00r\x01\x00\x00\x00",
    b"\xba[\x01\x00\x00\x00r\x00\x00\x00\x00NN",
    b"\xbe\x01\x00\x00\x00r\x00\x00\x00\x00",
    b"\xfbr\x00\x00\x00\x00N0",
    b"\xa8\x01\x00\x00\x00[\x01\x00\x00\x00r\x00\x00\x00\x00",
):
    try:
        print(marshal.loads(data))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)

circle = slice([], None)
circle.start.append(circle)
code = compile("a = 1", "<string>", "exec")
odd = code.replace(co_consts=(1, [], frozenset([int])))
for value in (circle, odd):
    try:
        marshal.dumps(value)
    except ValueError as error:
        print(error)
print(odd.co_consts, odd == code.replace(co_consts=(1, [], frozenset([int]))))
try:
    code.replace(co_nlocals=3)
except ValueError as error:
    print(error)


class Liar(io.BytesIO):
    def readinto(self, buffer):
        return 10**6


try:
    marshal.load(Liar(marshal.dumps(1.0)))
except ValueError as error:
    print(error)


def branching(items):
    for item in items:
        if item and item > 1:
            print(item)
        while item is not None:
            item = None


async def waiting(items):
    async for item in items:
        pass


print(list(branching.__code__.co_branches()))
print(list(waiting.__code__.co_branches()))


def broken():
    pass


broken.__code__ = broken.__code__.replace(co_code=b"\x7f" + broken.__code__.co_code[1:])
try:
    broken()
except SystemError as error:
    print(str(error).rpartition(": ")[2])
